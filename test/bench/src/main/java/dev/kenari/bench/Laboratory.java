package dev.kenari.bench;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engines and what they need: compilers, guest programs built for both, the image and its unpacked copy for
 * {@code qemu-riscv64 -L}, a work directory with the input files. What is missing is named once, and its column stays empty.
 */
final class Laboratory {
    /** What every image has. */
    static final String BASE = "debian";

    static final String PROGRAMS = "debian+gawk,lua5.4,python3,sqlite3,xz-utils,zstd";
    /** Apart, as it takes longest to make. */
    static final String COMPILER = "debian+gcc,libc6-dev";

    private static final int BUILD_SECONDS = 600;
    private static final int TEXT_BYTES = 3 << 20;
    private static final String CROSS = "riscv64-linux-gnu-gcc";

    private final Path guest;
    private final Path target;
    private final Path kenari;
    private final boolean quick;
    private final Set<String> complained = new LinkedHashSet<>();
    private final Map<String, Path> roots = new HashMap<>();
    private boolean inputs;
    private boolean built;

    Laboratory(Path home, Path target, Path kenari, boolean quick) throws IOException {
        this.guest = home.resolve("test/bench/guest");
        this.target = target;
        this.kenari = kenari;
        this.quick = quick;
        Files.createDirectories(work());
    }

    boolean quick() {
        return quick;
    }

    /** Where host commands run and the input files are; {@code /w} in Kenari. */
    Path work() {
        return target.resolve("work");
    }

    /** {@code kenari run} with the guest programs at {@code /k} and the work directory at {@code /w}. */
    List<String> kenari(List<String> flags, List<String> command) {
        List<String> all = new ArrayList<>(List.of(kenari.toString(), "run"));
        all.addAll(flags);
        all.addAll(List.of("-e", "LC_ALL=C.UTF-8", "-e", "PYTHONDONTWRITEBYTECODE=1", "-w", "/w"));
        all.addAll(List.of("-v", target.resolve("riscv64") + ":/k:ro", "-v", work() + ":/w"));
        all.addAll(command);
        return all;
    }

    /** {@code kenari run} as a user types it. */
    List<String> bareKenari(List<String> command) {
        List<String> all = new ArrayList<>(List.of(kenari.toString(), "run"));
        all.addAll(command);
        return all;
    }

    /** How to run a guest program of {@link #program} under qemu; empty if something is missing. */
    Optional<List<String>> qemu(String program, List<String> arguments)
            throws IOException, InterruptedException, FailedRun {
        return join(find("qemu-riscv64", "qemu-user"), built("riscv64", program), arguments);
    }

    /** How to run the host's build of a guest program. */
    Optional<List<String>> host(String program, List<String> arguments)
            throws IOException, InterruptedException, FailedRun {
        return built("amd64", program).map(path -> join(List.of(path.toString()), arguments));
    }

    /** A file of {@code test/bench/guest}. */
    Path guest(String name) {
        return guest.resolve(name);
    }

    /** How to run a program of {@code image} under qemu. */
    Optional<List<String>> qemuProgram(String image, String path, List<String> arguments)
            throws IOException, InterruptedException, FailedRun {
        Optional<Path> qemu = find("qemu-riscv64", "qemu-user");
        if (qemu.isEmpty()) {
            return Optional.empty();
        }
        Path unpacked = root(image);
        return Optional.of(join(
                List.of(qemu.get().toString(), "-L", unpacked.toString(), unpacked + path), arguments));
    }

    private static Optional<List<String>> join(Optional<Path> first, Optional<Path> second, List<String> rest) {
        return first.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(join(List.of(first.get().toString(), second.get().toString()), rest));
    }

    static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** A program on the host's path; if there is none, says once which Debian package has it. */
    Optional<Path> find(String name, String debianPackage) {
        for (String directory : ("/usr/bin:/bin:" + System.getenv("PATH")).split(":")) {
            Path file = Path.of(directory, name);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        if (complained.add(name)) {
            System.err.println("  skipped: " + name + " is missing: install Debian's " + debianPackage);
        }
        return Optional.empty();
    }

    /** The file of a guest program for {@code architecture}; the riscv64 ones are also at {@code /k} in Kenari. */
    private Optional<Path> built(String architecture, String program)
            throws IOException, InterruptedException, FailedRun {
        build();
        Path file = target.resolve(architecture).resolve(program);
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** Compiles all guest programs that are older than their source, for both architectures. */
    void build() throws IOException, InterruptedException, FailedRun {
        if (built) {
            return;
        }
        built = true;
        Map<String, Optional<Path>> compilers = new LinkedHashMap<>();
        compilers.put("riscv64", find(CROSS, "gcc-riscv64-linux-gnu and libc6-dev-riscv64-cross"));
        compilers.put("amd64", find("gcc", "gcc and libc6-dev"));
        List<Path> sources = new ArrayList<>();
        try (var files = Files.walk(guest)) {
            files.filter(f -> f.toString().endsWith(".c")).sorted().forEach(sources::add);
        }
        for (var compiler : compilers.entrySet()) {
            Path directory = Files.createDirectories(target.resolve(compiler.getKey()));
            if (compiler.getValue().isPresent()) {
                for (Path source : sources) {
                    compile(compiler.getValue().get(), source, directory);
                }
            }
        }
    }

    private void compile(Path compiler, Path source, Path directory)
            throws IOException, InterruptedException, FailedRun {
        Path program = directory.resolve(source.getFileName().toString().replace(".c", ""));
        Path header = guest.resolve("kernels/kernel.h");
        if (!Files.exists(program) || newer(source, program) || newer(header, program)) {
            Execution.of(
                    List.of(compiler.toString(), "-O2", "-static", "-o", program.toString(), source.toString(), "-lm"),
                    work(),
                    BUILD_SECONDS);
            // What the compiler's own benchmark compiles.
            Execution.of(
                    List.of(compiler.toString(), "-E", "-P", "-o", program + ".i", source.toString()),
                    work(),
                    BUILD_SECONDS);
        }
    }

    private static boolean newer(Path a, Path b) throws IOException {
        return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b)) > 0;
    }

    /** An image's files, unpacked once for qemu. */
    private Path root(String image) throws IOException, InterruptedException, FailedRun {
        if (!roots.containsKey(image)) {
            Execution.of(bareKenari(List.of("--image", image, "true")), work(), BUILD_SECONDS);
            Execution list = Execution.of(List.of(kenari.toString(), "image", "ls", "--json"), work(), BUILD_SECONDS);
            Matcher id = Pattern.compile(
                            "\"id\":\"(\\w+)\"[^{]*\"references\":\\[[^]]*\"" + Pattern.quote(image) + "\"")
                    .matcher(new String(list.output(), StandardCharsets.UTF_8));
            if (!id.find()) {
                throw new FailedRun("image " + image + " is not listed");
            }
            Path unpacked = target.resolve("root-" + id.group(1));
            if (!Files.exists(unpacked)) {
                Path fresh = Files.createDirectories(target.resolve("root.new"));
                Path tar = cache().resolve("images").resolve(id.group(1)).resolve("rootfs.tar");
                Execution.of(
                        List.of("tar", "-xf", tar.toString(), "--exclude=dev/*", "--no-same-owner", "-C", fresh.toString()),
                        work(),
                        BUILD_SECONDS);
                Files.move(fresh, unpacked);
            }
            roots.put(image, unpacked);
        }
        return roots.get(image);
    }

    /** Removes what Kenari remembers of programs that ran. */
    void forget() throws IOException {
        Files.deleteIfExists(cache().resolve("hot-code"));
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
                .resolve("kenari");
    }

    /** Puts the programs' inputs into the work directory: the scripts, a text, and the text compressed. */
    void inputs() throws IOException, InterruptedException, FailedRun {
        if (inputs) {
            return;
        }
        inputs = true;
        build();
        try (var scripts = Files.list(guest.resolve("programs"))) {
            for (Path script : scripts.toList()) {
                Files.copy(script, work().resolve(script.getFileName()), REPLACE_EXISTING);
            }
        }
        for (String architecture : List.of("riscv64", "amd64")) {
            Path unit = target.resolve(architecture).resolve("sha256.i");
            if (Files.exists(unit)) {
                Files.copy(unit, work().resolve(architecture + ".i"), REPLACE_EXISTING);
            }
        }
        Path text = work().resolve("text");
        if (!Files.exists(text) || Files.size(text) != TEXT_BYTES) {
            Files.write(text, text());
            for (String tool : List.of("gzip -kf", "xz -kf", "zstd -qkf")) {
                String name = tool.substring(0, tool.indexOf(' '));
                if (find(name, name.equals("xz") ? "xz-utils" : name).isPresent()) {
                    Execution.of(List.of("sh", "-c", tool + " text"), work(), BUILD_SECONDS);
                }
            }
        }
    }

    /** Words of a made-up language, with the frequencies of a real one (Zipf's law), always the same. */
    private static byte[] text() throws IOException {
        Random random = new Random(1);
        String[] words = new String[20_000];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllables = 1 + random.nextInt(1 + i % 4); syllables > 0; syllables--) {
                word.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiou".charAt(random.nextInt(5)));
                word.append(random.nextInt(3) == 0 ? "nrs".charAt(random.nextInt(3)) : "");
            }
            words[i] = word.toString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(TEXT_BYTES);
        try (OutputStream text = out) {
            for (int column = 0; out.size() < TEXT_BYTES; column++) {
                int rank = (int) Math.pow(words.length, random.nextDouble()) - 1;
                text.write(words[rank].getBytes(StandardCharsets.US_ASCII));
                text.write(column % 11 == 10 ? '\n' : ' ');
            }
        }
        return Arrays.copyOf(out.toByteArray(), TEXT_BYTES);
    }
}
