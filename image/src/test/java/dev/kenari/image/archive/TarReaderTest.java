package dev.kenari.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.image.EntryType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TarReaderTest {
    private static final String LONG = "d/".repeat(60) + "n\u00e9".repeat(60);

    @Test
    void readsWhatTarWriterWrites() throws IOException {
        List<Archives.Member> members = List.of(
                Archives.directory("d"),
                Archives.file("d/setuid", 04755, "hello"),
                Archives.file(LONG, 0600, "x".repeat(1000)),
                Archives.symlink("link", "../" + LONG),
                Archives.hardLink("hard", "d/setuid"),
                device("null", EntryType.CHARACTER_DEVICE, 1, 3),
                Archives.file("negative", 0644, ""));
        List<TarMember> read = readAll(Archives.tar(members));
        assertThat(read).hasSize(members.size());
        for (int i = 0; i < read.size(); i++) {
            TarMember expected = members.get(i).header();
            TarMember actual = read.get(i);
            String slash = expected.type() == EntryType.DIRECTORY ? "/" : "";
            assertThat(actual.name()).isEqualTo(expected.name() + slash);
            assertThat(actual.linkName()).isEqualTo(expected.linkName());
            assertThat(actual)
                    .usingRecursiveComparison()
                    .ignoringFields("name", "offset", "linkName")
                    .isEqualTo(expected);
        }
    }

    @Test
    void keepsIdsAndTimesThatDoNotFitOctal() throws IOException {
        var odd = new TarMember("f", EntryType.FILE, 0644, -2, 1 << 30, -5_000_000_000L, 0, 0, "", 0, 0);
        TarMember read = readAll(Archives.tar(List.of(new Archives.Member(odd, new byte[0])))).getFirst();
        assertThat(read.uid()).isEqualTo(-2);
        assertThat(read.gid()).isEqualTo(1 << 30);
        assertThat(read.mtimeNanos()).isEqualTo(-5_000_000_000L);
    }

    @Test
    void tellsWhereContentsAre() throws IOException {
        byte[] tar = Archives.tar(List.of(Archives.file(LONG, 0644, "first"), Archives.file("b", 0644, "second")));
        for (TarMember member : readAll(tar)) {
            int offset = Math.toIntExact(member.offset());
            String content = new String(tar, offset, (int) member.size(), StandardCharsets.US_ASCII);
            assertThat(content).isEqualTo(member.name().equals("b") ? "second" : "first");
            assertThat(offset % 512).isZero();
        }
    }

    @Test
    void appliesPaxHeaders() throws IOException {
        String records = pax("path=b\u00c3\u00a4r/x") + pax("mtime=1.5") + pax("uid=70000") + pax("linkpath=target");
        var header = new ByteArrayOutputStream();
        byte[] block = Archives.tar(List.of(Archives.file("PaxHeaders/x", 0644, records)));
        block[156] = 'x';
        seal(block);
        header.write(block, 0, 1024);
        header.writeBytes(Archives.tar(List.of(Archives.symlink("short", "other"))));
        TarMember member = readAll(header.toByteArray()).getFirst();
        assertThat(member.name()).isEqualTo("b\u00c3\u00a4r/x");
        assertThat(member.mtimeNanos()).isEqualTo(1_500_000_000L);
        assertThat(member.uid()).isEqualTo(70000);
        assertThat(member.linkName()).isEqualTo("target");
    }

    @Test
    void refusesTruncation() {
        byte[] tar = Archives.tar(List.of(Archives.file("f", 0644, "x".repeat(3000))));
        for (int length : new int[] {0, 1, 511, 512, 600, 3584, 3585}) {
            assertThatThrownBy(() -> readAll(Arrays.copyOf(tar, length)))
                    .isInstanceOf(CorruptArchiveException.class)
                    .hasMessageContaining("truncated");
        }
    }

    @Test
    void refusesABadChecksum() {
        byte[] tar = Archives.tar(List.of(Archives.file("f", 0644, "x")));
        tar[0]++;
        assertThatThrownBy(() -> readAll(tar)).isInstanceOf(CorruptArchiveException.class);
    }

    @Test
    void refusesAHugeExtensionWithoutAllocatingIt() {
        byte[] tar = Archives.tar(List.of(Archives.file("f", 0644, "")));
        tar[156] = 'x';
        tar[124] = '7';
        tar[125] = '7';
        seal(tar);
        assertThatThrownBy(() -> readAll(tar))
                .isInstanceOf(CorruptArchiveException.class)
                .hasMessageContaining("extension");
    }

    /** A record, whose length counts its own two digits, the space and the line's end. */
    private static String pax(String assignment) {
        return (assignment.length() + 4) + " " + assignment + "\n";
    }

    private static Archives.Member device(String name, EntryType type, int major, int minor) {
        return new Archives.Member(
                new TarMember(name, type, 0666, 0, 0, 0, 0, 0, "", major, minor), new byte[0]);
    }

    /** Puts the first block's checksum right. */
    private static void seal(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] digits = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, 7);
    }

    private static List<TarMember> readAll(byte[] tar) throws IOException {
        List<TarMember> members = new ArrayList<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        for (TarMember member = reader.next(); member != null; member = reader.next()) {
            members.add(member);
        }
        return members;
    }
}
