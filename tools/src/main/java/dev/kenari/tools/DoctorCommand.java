package dev.kenari.tools;

import dev.kenari.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;

/** {@code kenari doctor}: what this host has and lacks, and how to get it. */
final class DoctorCommand extends Command {
    private static final long WANTED_MEMORY = 2L << 30;
    private static final long WANTED_DISK = 2L << 30;

    private int problems;

    DoctorCommand() {
        super("doctor", "doctor", "Says what is missing on this host and how to get it.");
    }

    @Override
    int execute(ParseResult given) {
        try {
            return examine();
        } catch (IOException e) {
            throw new UserError("doctor", "can't examine this host: " + e);
        }
    }

    private int examine() throws IOException {
        int feature = Runtime.version().feature();
        check(feature >= 25, "Java " + Runtime.version(), "install a JDK 25 and set KENARI_JAVA_HOME to its directory");
        int processors = Runtime.getRuntime().availableProcessors();
        check(processors >= 2, processors + " processors", "one is enough, but the compiler competes with the guest");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        check(
                Files.isWritable(temporary) && free(temporary) >= WANTED_MEMORY,
                "guest memory in " + temporary + " (" + mebibytes(free(temporary)) + " MiB free)",
                "free 2 GiB there, or choose another place with KENARI_JAVA_OPTIONS=-Djava.io.tmpdir=DIR");
        Path cache = Images.directory();
        Path existing = cache;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        check(
                Files.isWritable(existing) && free(existing) >= WANTED_DISK,
                "image cache " + cache + " (" + mebibytes(free(existing)) + " MiB free)",
                "free 2 GiB there, or set XDG_CACHE_HOME to another directory");
        boolean apt = Files.isRegularFile(Path.of("/etc/apt/sources.list"))
                || Files.isDirectory(Path.of("/etc/apt/sources.list.d"));
        check(
                apt || System.getenv("KENARI_MIRROR") != null,
                "a Debian mirror",
                "set KENARI_MIRROR to the URL of a Debian mirror, such as apt's own configuration names");
        optional("qemu-riscv64", "qemu-user", "the tests compare with it");
        optional("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu", "the conformance suite compiles its programs with it");
        return problems == 0 ? 0 : 1;
    }

    private void check(boolean good, String what, String remedy) {
        if (good) {
            System.out.println("ok       " + what);
        } else {
            problems++;
            System.out.println("missing  " + what + ": " + remedy);
        }
    }

    private static void optional(String program, String packageName, String use) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                System.out.println("ok       " + program);
                return;
            }
        }
        System.out.println("optional " + program + ": " + use + " (Debian package " + packageName + ")");
    }

    private static long free(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
