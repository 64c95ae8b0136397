package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of {@code src/test/guest}, in Debian's own shells and interpreters: they print what they print on real Linux. */
class ScriptsTest {
    private static final Path GUEST = Path.of("src/test/guest");

    @ParameterizedTest
    @CsvSource({
        "debian, sh, -c, sh/pipeline.sh",
        "debian, sh, -c, sh/coreutils.sh",
        "debian, sh, -c, sh/bash.sh",
        "debian, sh, -c, sh/proc.sh",
        "debian, sh, -c, sh/mounts.sh",
        "debian, sh, -c, sh/overlay.sh",
        "debian+bindfs, sh, -c, sh/fuse.sh",
        "'debian+archivemount,bindfs,e2fsprogs,fuse2fs,openssh-sftp-server,squashfs-tools,squashfuse,sshfs', sh, -c, sh/fuse-programs.sh",
        "debian+python3, python3, -c, py/stdlib.py",
        "debian+perl, perl, -e, pl/core.pl",
    })
    void printsWhatLinuxPrints(String image, String interpreter, String option, String script)
            throws IOException, InterruptedException {
        String text = Files.readString(GUEST.resolve(script));
        Guest.Result result = Guest.of(DebianImage.open(image)).run(interpreter, option, text);
        Path expected = GUEST.resolve("expected/" + Path.of(script).getFileName() + ".txt");
        assertThat(result.output()).as(result.error()).isEqualTo(Files.readString(expected));
        assertThat(result.status()).isZero();
    }
}
