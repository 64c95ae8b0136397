package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is wrong with what the user gave, the command says it in one line and returns the exit code that {@code --help} lists. */
@Tag("slow")
class BadInputTest {
    private static final String EXIT = """
            _start:
                li   a7, 93             # exit
                li   a0, 0
                ecall
            """;
    /** Touches one page after the other for ever. */
    private static final String GREEDY = """
            _start:
                li   a0, 0
                li   a1, 1
                slli a1, a1, 30
                li   a2, 3              # PROT_READ | PROT_WRITE
                li   a3, 0x4022         # MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
                li   a4, -1
                li   a5, 0
                li   a7, 222            # mmap
                ecall
                li   t0, 4096
            next:
                sd   t0, 0(a0)
                add  a0, a0, t0
                j    next
            """;

    @TempDir
    private static Path home;

    /** @param error what the one line must be, as a pattern */
    record Case(String name, int status, String error, String... arguments) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case program(String name, int status, String error) {
        return new Case(name, status, error, "run", "--image", "IMAGE", name);
    }

    private static Case debian(String name, String image, String error) {
        return new Case(name, 125, error, "run", "--image", image, "true");
    }

    private static Case options(String name, String error, String... options) {
        String[] arguments = Stream.of(Stream.of("run"), Arrays.stream(options), Stream.of("--image", "IMAGE", "good"))
                .flatMap(s -> s)
                .toArray(String[]::new);
        return new Case(name, 125, error, arguments);
    }

    static final List<Case> CASES = List.of(
            program("other-architecture", 126, "error: not-executable: other-architecture: Exec format error: .*riscv64"),
            program("truncated-header", 126, "error: not-executable: truncated-header: Exec format error: .*riscv64"),
            program("truncated-table", 126, "error: not-executable: truncated-table: Exec format error: .*riscv64"),
            program("truncated", 126, "error: not-executable: truncated: .*damaged"),
            program("text", 126, "error: not-executable: text: Exec format error: .*"),
            program("not-permitted", 126, "error: not-executable: not-permitted: Permission denied"),
            program("orphan", 127, "error: not-found: orphan: the interpreter that it names is not in the image"),
            program("dynamic", 127, "error: not-found: dynamic: the interpreter that it names is not in the image"),
            program("missing", 127, "error: not-found: missing: No such file or directory"),
            new Case("no-such-image", 125, "error: no-such-image: .*absent.*", "run", "--image", "HOME/absent", "true"),
            new Case("corrupt-image", 125, "error: corrupt-archive: .*bad.tar: .*", "run", "--image", "HOME/bad.tar", "true"),
            new Case("unreadable-image", 125, "error: [a-z-]+: .*/dev/null.*", "run", "--image", "/dev/null", "true"),
            new Case("unknown-cached-image", 125, "error: no-such-image: .*", "image", "rm", "absent"),
            debian("corrupt-package", "debian+garbage", "error: corrupt-archive: .*\\.deb: not an ar archive"),
            debian("wrong-checksum", "debian+altered", "error: checksum-mismatch: .*altered.*"),
            debian("unknown-package", "debian+nothing-of-that-name", "error: unknown-package: .*nothing-of-that-name.*"),
            debian("unknown-suite", "debian:sarge", "error: unknown-suite: .*sarge.*"),
            options("too-little-memory", "error: bad-memory: -m 1048576: .*16m.*", "-m", "1m"),
            options("size-without-sense", "error: usage: .*'lots' is no size.*", "-m", "lots"),
            options("absent-directory", "error: no-such-directory: .*/absent does not exist.*", "-v", "HOME/absent:/mnt"),
            options("file-as-directory", "error: not-a-directory: .*bad.tar.*", "-v", "HOME/bad.tar:/mnt"),
            options("absent-disk", "error: no-such-disk: .*/absent does not exist.*", "--disk", "HOME/absent"),
            options("directory-as-disk", "error: bad-disk: .* is a directory", "--disk", "HOME"),
            options("unknown-user", "error: bad-user: user 'nobody-here' .*", "-u", "nobody-here"),
            options("no-terminal", "error: no-terminal: .*", "-t"),
            options("unwritable-trace", "error: trace-file: .*", "--strace-file", "HOME/absent/file"),
            options("too-many-harts", "error: bad-cpus: .*", "--cpus", "99"),
            options("unknown-flag", "error: usage: unknown flag --no-such-flag; see 'kenari run --help'", "--no-such-flag"),
            new Case("no-command", 125, "error: usage: run needs a command; .*", "run"),
            new Case("unknown-subcommand", 125, "error: usage: .*'fly'.*", "fly"));

    @BeforeAll
    static void makeInput() throws Exception {
        Path bin = Files.createDirectories(home.resolve("image/bin"));
        byte[] good = Kenari.program(EXIT);
        byte[] foreign = good.clone();
        foreign[18] = 62; // EM_X86_64
        program(bin, "good", good);
        program(bin, "greedy", Kenari.program(GREEDY));
        program(bin, "other-architecture", foreign);
        program(bin, "truncated-header", Arrays.copyOf(good, 40));
        program(bin, "truncated-table", Arrays.copyOf(good, 64));
        program(bin, "truncated", withoutItsEnd(good));
        program(bin, "text", "no program".getBytes());
        program(bin, "orphan", "#!/bin/nothing\n".getBytes());
        program(bin, "dynamic", withInterpreter(good));
        Files.write(bin.resolve("not-permitted"), good);
        Files.writeString(home.resolve("bad.tar"), "no tar\n".repeat(200));
        Kenari.Result mirror = new Kenari(home)
                .withClassPath(Path.of("../image/target/test-classes"))
                .runClass("dev.kenari.image.debian.BrokenMirror", home.toString());
        assertThat(mirror.error()).isEmpty();
    }

    private static void program(Path bin, String name, byte[] content) throws IOException {
        assertThat(Files.write(bin.resolve(name), content).toFile().setExecutable(true)).isTrue();
    }

    /** Turns the program's header into PT_INTERP with a path that is nowhere, which is at the end of the file. */
    private static byte[] withInterpreter(byte[] program) {
        byte[] path = "/lib/nothing.so\0".getBytes();
        byte[] result = Arrays.copyOf(program, program.length + path.length);
        System.arraycopy(path, 0, result, program.length, path.length);
        littleEndian(result).putInt(64, 3).putLong(64 + 8, program.length).putLong(64 + 32, path.length);
        return result;
    }

    /** The program's header promises three pages of file, and zeros after them. */
    private static byte[] withoutItsEnd(byte[] program) {
        byte[] result = program.clone();
        littleEndian(result).putInt(64 + 4, 7).putLong(64 + 32, 0x3100).putLong(64 + 40, 0x5000);
        return result;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Kenari kenari() {
        return new Kenari(home)
                .withClassPath(home.resolve("keys"))
                .with("KENARI_MIRROR", home.resolve("mirror/debian").toUri().toString());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void oneLineAndTheExitCode(Case bad) throws Exception {
        String[] arguments = Arrays.stream(bad.arguments())
                .map(a -> a.replace("IMAGE", home.resolve("image").toString()).replace("HOME", home.toString()))
                .toArray(String[]::new);
        Kenari.Result result = kenari().run(arguments);
        List<String> lines = result.errorLines().stream()
                .filter(line -> !line.startsWith("kenari: "))
                .toList();
        assertThat(lines).as(result.error()).hasSize(1);
        assertThat(lines.getFirst()).matches(bad.error());
        assertThat(result.output()).isEmpty();
        assertThat(result.status()).isEqualTo(bad.status());
    }

    @Test
    void noNetwork() throws Exception {
        Kenari.Result result = new Kenari(home)
                .with("XDG_CACHE_HOME", home.resolve("other-cache").toString())
                .with("KENARI_MIRROR", "http://127.0.0.1:1/debian")
                .run("run", "true");
        assertThat(result.errorLines().getLast()).matches("error: no-network: .*KENARI_MIRROR.*");
        assertThat(result.status()).isEqualTo(125);
    }

    @Test
    void aBigProgramInLittleMemory() throws Exception {
        String image = home.resolve("image").toString();
        Kenari.Result result = kenari().run("run", "-m", "16m", "--image", image, "greedy");
        assertThat(result.errorLines())
                .containsExactly("kenari: out of memory: programs killed: 1; guest memory is 16 MiB, give more with -m");
        assertThat(result.status()).as("128 and SIGKILL").isEqualTo(137);
    }
}
