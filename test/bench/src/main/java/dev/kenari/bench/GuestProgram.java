package dev.kenari.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of Debian on the files of {@code guest/programs}. Warm: again and again in one boot. Cold: a JVM of its own, that has
 * no profile of earlier runs; again: one that has.
 * The native one is the host's, which may be of another version.
 */
final class GuestProgram implements Workload {
    private static final int LIMIT = 300;

    private final String name;
    private final String debianPackage;
    private final String path;
    private final List<String> arguments;
    private String image = Laboratory.PROGRAMS;
    private List<String> nativeCommand;
    private boolean nativeDiffers;

    GuestProgram(String name, String debianPackage, String path, List<String> arguments) {
        this.name = name;
        this.debianPackage = debianPackage;
        this.path = path;
        this.arguments = arguments;
    }

    /** The image that has the program. */
    GuestProgram of(String reference) {
        image = reference;
        return this;
    }

    /** The host's version may print something else. */
    GuestProgram differs() {
        nativeDiffers = true;
        return this;
    }

    /** The host's program is started in another way, and prints something else. */
    GuestProgram natively(String... command) {
        nativeCommand = List.of(command);
        nativeDiffers = true;
        return this;
    }

    @Override
    public Group group() {
        return Group.PROGRAMS;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        laboratory.inputs();
        Comparison comparison = new Comparison(laboratory, results, this);
        boolean quick = laboratory.quick();
        List<String> few = List.of("-n", quick ? "2" : "5", "-s", "12");
        Optional<List<String>> host = host(laboratory);
        if (host.isPresent()) {
            comparison.warm(Comparison.NATIVE, repeated(laboratory, few, host.get()), LIMIT);
            if (nativeDiffers) {
                comparison.anew();
            }
        }
        Optional<List<String>> qemu = laboratory.qemuProgram(image, path, arguments);
        if (qemu.isPresent()) {
            comparison.warm(Comparison.QEMU, repeated(laboratory, few, qemu.get()), LIMIT);
        }
        List<String> flags = List.of("--image", image);
        List<String> command = Laboratory.join(List.of(path), arguments);
        List<String> warm = new ArrayList<>(List.of("/k/repeat", "-n", quick ? "2" : "40", "-s", quick ? "5" : "30"));
        warm.addAll(command);
        comparison.warm(Comparison.KENARI, laboratory.kenari(flags, warm), LIMIT);
        comparison.cold(Comparison.KENARI, laboratory.kenari(flags, command), LIMIT);
        comparison.again(Comparison.KENARI, laboratory.kenari(flags, command), LIMIT);
    }

    private static List<String> repeated(Laboratory laboratory, List<String> flags, List<String> command)
            throws IOException, InterruptedException, FailedRun {
        return Laboratory.join(
                laboratory.host("repeat", flags).orElseThrow(() -> new FailedRun("needs gcc")), command);
    }

    private Optional<List<String>> host(Laboratory laboratory) {
        if (nativeCommand != null) {
            return laboratory
                    .find(name, debianPackage)
                    .map(found -> List.of("sh", "-c", "exec " + String.join(" ", nativeCommand)));
        }
        Optional<Path> found = laboratory.find(Path.of(path).getFileName().toString(), debianPackage);
        return found.map(file -> Laboratory.join(List.of(file.toString()), arguments));
    }
}
