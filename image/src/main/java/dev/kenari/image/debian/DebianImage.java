package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Progress;
import dev.kenari.image.archive.Sha256Stream;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The packages of one image, picked but not yet unpacked. */
public final class DebianImage {
    /** In every image beside the essential packages: what a system that was booted, not just unpacked, can do. */
    private static final List<String> BASE = List.of("mount", "kmod", "procps", "busybox", "mawk");

    /** Changed when the same packages would give another image. */
    private static final String FORMAT = "1";

    private final List<BinaryPackage> packages;
    private final Configurator configurator;

    private DebianImage(List<BinaryPackage> packages, Configurator configurator) {
        this.packages = packages;
        this.configurator = configurator;
    }

    /** Resolves a reference among a suite's packages. */
    public static DebianImage resolve(
            ImageReference.Debian reference, PackageIndex index, Configurator configurator) throws ImageException {
        Set<String> wanted = new LinkedHashSet<>();
        index.all().stream()
                .filter(BinaryPackage::essential)
                .map(BinaryPackage::name)
                .sorted()
                .forEach(wanted::add);
        wanted.addAll(BASE);
        wanted.addAll(reference.packages());
        return new DebianImage(new Resolver(index).resolve(wanted), configurator);
    }

    /** The packages, in the order in which they are unpacked. */
    public List<BinaryPackage> packages() {
        return packages;
    }

    /** The image's name, from all that decides its content. */
    public String id() {
        StringBuilder text = new StringBuilder("format " + FORMAT + "\n");
        packages.stream()
                .map(p -> p.name() + " " + p.versionText() + " " + p.sha256() + "\n")
                .sorted()
                .forEach(text::append);
        text.append(configurator.fingerprint());
        byte[] digest = Sha256Stream.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Unpacks and configures the packages, whose files are given in the same order. */
    public void build(List<Path> debs, StagedImage image, Progress progress) throws ImageException {
        long total = packages.stream().mapToLong(BinaryPackage::size).sum();
        long done = 0;
        List<UnpackedPackage> unpacked = new ArrayList<>();
        // base-files first: it has the links of a merged /usr, through which other packages' paths lead.
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            order.add(packages.get(i).name().equals("base-files") ? 0 : order.size(), i);
        }
        for (int i : order) {
            progress.update("unpacking " + packages.size() + " packages", done, total);
            unpacked.add(DebFile.unpack(debs.get(i), packages.get(i).sha256(), image));
            done += packages.get(i).size();
        }
        progress.update("unpacking " + packages.size() + " packages", total, total);
        configurator.configure(image, unpacked);
        long mtime = image.entries().stream().mapToLong(e -> e.mtimeNanos()).max().orElse(0);
        image.directory("/var/lib/dpkg", Attributes.ofRoot(0755, mtime));
        new DpkgDatabase(image, mtime).write(unpacked);
    }
}
