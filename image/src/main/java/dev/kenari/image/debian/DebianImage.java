package dev.kenari.image.debian;

import dev.kenari.image.Entry;
import dev.kenari.image.GuestComputer;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Progress;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.Sha256Stream;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import dev.kenari.image.tree.TarStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The packages of one image, picked but not yet unpacked. */
public final class DebianImage {
    /** In every image beside the essential packages: what a system that was booted, not just unpacked, can do. */
    private static final List<String> BASE = List.of("mount", "kmod", "procps", "busybox", "mawk");

    /** Changed when the same packages would give another image. */
    private static final String FORMAT = "2";

    /** Debian leaves these to the installer; Kenari is the installer. */
    private static final Map<String, String> INSTALLED = new TreeMap<>(Map.of(
            "/etc/hostname", "kenari\n",
            "/etc/hosts",
                    """
                    127.0.0.1	localhost
                    127.0.1.1	kenari
                    ::1		localhost ip6-localhost ip6-loopback
                    ff02::1		ip6-allnodes
                    ff02::2		ip6-allrouters
                    """,
            "/etc/resolv.conf", "# No name server: Kenari fills this in when the machine has a network.\n",
            "/etc/fstab", "# The root file system is the image; nothing else is mounted from here.\n"));

    private static final long LATER = 10_000_000_000L;

    private final DebianImage base;
    private final List<BinaryPackage> packages;

    private DebianImage(DebianImage base, List<BinaryPackage> packages) {
        this.base = base;
        this.packages = packages;
    }

    /** Resolves a reference among a suite's packages. */
    public static DebianImage resolve(ImageReference.Debian reference, PackageIndex index) throws ImageException {
        Set<String> wanted = new LinkedHashSet<>();
        index.all().stream()
                .filter(BinaryPackage::essential)
                .map(BinaryPackage::name)
                .sorted()
                .forEach(wanted::add);
        wanted.addAll(BASE);
        Resolver resolver = new Resolver(index);
        DebianImage base = new DebianImage(null, resolver.resolve(wanted));
        wanted.addAll(reference.packages());
        List<BinaryPackage> all = new ArrayList<>(resolver.resolve(wanted));
        if (!all.containsAll(base.packages)) {
            return new DebianImage(null, all);
        }
        all.removeAll(base.packages);
        return all.isEmpty() ? base : new DebianImage(base, all);
    }

    /** The image on which this one is built; null for one that stands by itself. */
    public DebianImage base() {
        return base;
    }

    /** The packages that it has beside its base's, in the order in which they are unpacked. */
    public List<BinaryPackage> packages() {
        return packages;
    }

    /** The image's name, from all that decides its content. */
    public String id() {
        StringBuilder text = new StringBuilder("format " + FORMAT + "\n");
        text.append("base ").append(base == null ? "" : base.id()).append('\n');
        packages.stream()
                .map(p -> p.name() + " " + p.versionText() + " " + p.sha256() + "\n")
                .sorted()
                .forEach(text::append);
        text.append(INSTALLED).append(Configuration.script());
        byte[] digest = Sha256Stream.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    /**
     * Unpacks and configures the packages.
     *
     * @param below the base's files; null without a base
     * @param debs the packages' files, in the same order
     * @param shared an empty directory of the host, for the guest in which the packages are configured
     */
    public void build(
            RootFileSystem below,
            List<Path> debs,
            TarStore store,
            GuestComputer computer,
            Path shared,
            Progress progress)
            throws ImageException {
        StagedImage image = store.image();
        if (below != null) {
            image.addAll(below);
        }
        List<UnpackedPackage> unpacked = unpack(debs, image, progress);
        long newest = image.entries().stream().mapToLong(Entry::mtimeNanos).max().orElse(0);
        if (below == null) {
            install(image, newest);
        }
        DpkgDatabase database = new DpkgDatabase(image, newest);
        String triggers = database.activated(unpacked);
        database.add(unpacked);
        new Configuration(computer, shared).apply(store, unpacked, triggers, newest + LATER, progress);
    }

    private static void install(StagedImage image, long mtimeNanos) throws ImageException {
        for (Map.Entry<String, String> file : INSTALLED.entrySet()) {
            if (image.findNoFollow(file.getKey()) == null) {
                byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
                image.file(file.getKey(), Attributes.ofRoot(0644, mtimeNanos), text);
            }
        }
        image.symlink("/etc/mtab", Attributes.ofRoot(0777, mtimeNanos), "../proc/self/mounts");
        image.directory("/var/lib/dpkg", Attributes.ofRoot(0755, mtimeNanos));
    }

    private List<UnpackedPackage> unpack(List<Path> debs, StagedImage image, Progress progress) throws ImageException {
        String message = "unpacking " + packages.size() + " packages";
        long total = packages.stream().mapToLong(BinaryPackage::size).sum();
        long done = 0;
        List<UnpackedPackage> unpacked = new ArrayList<>();
        // base-files first: it has the links of a merged /usr, through which other packages' paths lead.
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            order.add(packages.get(i).name().equals("base-files") ? 0 : order.size(), i);
        }
        for (int i : order) {
            progress.update(message, done, total);
            unpacked.add(DebFile.unpack(debs.get(i), packages.get(i).sha256(), image));
            done += packages.get(i).size();
        }
        progress.update(message, total, total);
        return unpacked;
    }
}
