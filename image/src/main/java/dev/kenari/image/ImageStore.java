package dev.kenari.image;

import dev.kenari.image.archive.Compression;
import dev.kenari.image.archive.Sha256Stream;
import dev.kenari.image.archive.TarReader;
import dev.kenari.image.debian.AptConfiguration;
import dev.kenari.image.debian.AptSources;
import dev.kenari.image.debian.Archive;
import dev.kenari.image.debian.DebFile;
import dev.kenari.image.debian.DebianImage;
import dev.kenari.image.debian.Fetcher;
import dev.kenari.image.debian.Keyring;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.HostDirectory;
import dev.kenari.image.tree.StoredImage;
import dev.kenari.image.tree.TarFile;
import dev.kenari.image.tree.TarStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns references into root file systems, with a cache directory for what is slow to make. */
final class ImageStore {
    private final Host host;
    private final Keyring keyring;
    private final GuestComputer computer;
    private final CacheDirectory cache;

    /**
     * @param keyring whose signatures are trusted; null for Debian's
     * @param computer what images are configured on; null for the one that this build of Kenari has
     */
    ImageStore(Host host, Keyring keyring, GuestComputer computer) {
        this.host = host;
        this.keyring = keyring;
        this.computer = computer;
        this.cache = new CacheDirectory(host.cache());
    }

    static ImageStore ofHost() {
        return new ImageStore(Host.local(), null, null);
    }

    RootFileSystem open(ImageReference reference, Progress progress) throws ImageException {
        // Not a switch: the JVM would generate code for one at each start, 20 ms of it.
        if (reference instanceof ImageReference.Debian debian) {
            StoredImage cached = cache.find(debian.toString());
            return cached != null ? cached : debian(debian, false, progress);
        }
        if (reference instanceof ImageReference.Directory directory) {
            return HostDirectory.open(directory.path());
        }
        return reference instanceof ImageReference.Tar tar ? tar(tar.path(), progress) : embedded(progress);
    }

    RootFileSystem pull(ImageReference reference, Progress progress) throws ImageException {
        return reference instanceof ImageReference.Debian debian
                ? debian(debian, true, progress)
                : open(reference, progress);
    }

    List<CachedImage> list() throws ImageException {
        return cache.list();
    }

    void remove(String referenceOrId) throws ImageException {
        cache.locked(Progress.NONE, () -> {
            List<CachedImage> matches = cache.list().stream()
                    .filter(image -> image.references().contains(referenceOrId)
                            || !referenceOrId.isEmpty() && image.id().startsWith(referenceOrId))
                    .toList();
            if (matches.size() != 1) {
                String why = matches.isEmpty() ? "not in the cache" : "several cached images begin so";
                throw new ImageException("no-such-image", "image '" + referenceOrId + "': " + why);
            }
            cache.remove(matches.getFirst().id());
            return null;
        });
    }

    private StoredImage debian(ImageReference.Debian reference, boolean refresh, Progress progress)
            throws ImageException {
        return cache.locked(progress, () -> {
            StoredImage cached = refresh ? null : cache.find(reference.toString());
            if (cached != null) {
                return cached; // another kenari built it while this one waited
            }
            AptConfiguration apt = AptConfiguration.read(host.etcApt());
            try (Fetcher fetcher = new Fetcher(apt, host.environment(), host.clock())) {
                Archive archive = new Archive(
                        host.cache(),
                        mirrors(),
                        keyring == null ? Keyring.ofDebian() : keyring,
                        fetcher,
                        host.clock(),
                        apt.isEnabled("Acquire::Check-Valid-Until"));
                return debian(reference, archive, refresh, progress);
            }
        });
    }

    /** The same image with a package of a command's name, if the index that was fetched last has one. */
    Optional<ImageReference> withCommand(ImageReference reference, String command) {
        if (reference instanceof ImageReference.Debian debian
                && !debian.packages().contains(command)
                && Archive.lists(host.cache(), debian.suite(), command)) {
            SortedSet<String> packages = new TreeSet<>(debian.packages());
            packages.add(command);
            return Optional.of(new ImageReference.Debian(debian.suite(), packages));
        }
        return Optional.empty();
    }

    private StoredImage debian(
            ImageReference.Debian reference, Archive archive, boolean refresh, Progress progress)
            throws ImageException {
        Archive.Suite recent = refresh ? null : archive.recent(reference.suite());
        if (recent != null) {
            try {
                return debian(reference, archive, recent, progress);
            } catch (ImageException e) {
                // A package may have been replaced on the mirror, or be newer than the index.
                if (!Fetcher.isAbsent(e) && !e.id().equals("unknown-package")) {
                    throw e;
                }
            }
        }
        return debian(reference, archive, archive.update(reference.suite(), progress), progress);
    }

    private StoredImage debian(
            ImageReference.Debian reference, Archive archive, Archive.Suite suite, Progress progress)
            throws ImageException {
        DebianImage image = DebianImage.resolve(reference, suite.index());
        StoredImage stored = stored(image, archive, suite, progress);
        cache.refer(reference.toString(), image.id());
        ImageReference.Debian base = new ImageReference.Debian(reference.suite(), new TreeSet<>());
        if (image.base() != null && cache.find(base.toString()) == null) {
            cache.refer(base.toString(), image.base().id());
        }
        return stored;
    }

    private StoredImage stored(DebianImage image, Archive archive, Archive.Suite suite, Progress progress)
            throws ImageException {
        StoredImage stored = cache.load(image.id());
        if (stored != null) {
            return stored;
        }
        List<Path> debs = archive.debs(suite, image.packages(), progress);
        for (Path deb : debs) {
            DebFile.check(deb);
        }
        StoredImage base = image.base() == null ? null : stored(image.base(), archive, suite, progress);
        return cache.build(image.id(), directory -> {
            Path shared = directory.resolve("shared");
            try (TarStore store = new TarStore(directory)) {
                Files.createDirectory(shared);
                image.build(base, debs, store, computer(), shared, progress);
                store.finish();
                CacheDirectory.delete(shared);
            }
        });
    }

    private GuestComputer computer() {
        return computer != null
                ? computer
                : ServiceLoader.load(GuestComputer.class)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("this build of Kenari has no computer to configure with"));
    }

    private List<URI> mirrors() throws ImageException {
        String mirror = host.environment().getOrDefault("KENARI_MIRROR", "");
        if (mirror.isEmpty()) {
            return AptSources.read(host.etcApt());
        }
        URI uri = AptSources.mirror(mirror);
        if (uri == null) {
            throw new ImageException(
                    "bad-mirror", "KENARI_MIRROR='" + mirror + "' is no mirror's address, as http://HOST/debian");
        }
        return List.of(uri);
    }

    private RootFileSystem tar(Path path, Progress progress) throws ImageException {
        try {
            Path file = path.toRealPath();
            String name = "tar " + file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
            Compression compression;
            try (InputStream in = Files.newInputStream(file)) {
                compression = Compression.of(in.readNBytes(8));
            }
            if (compression == Compression.NONE) {
                return TarFile.open(file, hash(name.getBytes(StandardCharsets.UTF_8)));
            }
            StoredImage cached = cache.find(name);
            return cached != null ? cached : unpack(file, name, progress);
        } catch (IOException e) {
            throw new ImageException("unreadable-image", "cannot read " + path + ": " + e, e);
        }
    }

    private StoredImage unpack(Path file, String name, Progress progress) throws ImageException {
        String id = hash(name.getBytes(StandardCharsets.UTF_8));
        return cache.locked(progress, () -> {
            StoredImage stored = cache.build(id, directory -> {
                try (TarStore store = new TarStore(directory);
                        InputStream in = new BufferedInputStream(
                                new ProgressStream(
                                        Files.newInputStream(file), "unpacking " + file, Files.size(file), progress),
                                1 << 16);
                        InputStream plain = Compression.decompress(in)) {
                    TarReader reader = new TarReader(plain);
                    store.image().addAll(reader, file.toString());
                    reader.finish();
                    store.finish();
                } catch (IOException e) {
                    throw new ImageException("corrupt-archive", file + ": " + e.getMessage(), e);
                }
            });
            cache.refer(name, id);
            return stored;
        });
    }

    private RootFileSystem embedded(Progress progress) throws ImageException {
        Map<String, byte[]> programs = new TreeMap<>();
        for (EmbeddedPrograms provider : ServiceLoader.load(EmbeddedPrograms.class)) {
            programs.putAll(provider.programs());
        }
        if (programs.isEmpty()) {
            throw new ImageException("no-such-image", "this build of Kenari has no embedded programs");
        }
        MessageDigest digest = Sha256Stream.sha256();
        programs.forEach((path, content) -> {
            digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        String id = HexFormat.of().formatHex(digest.digest(), 0, 16);
        StoredImage cached = cache.load(id);
        return cached != null
                ? cached
                : cache.locked(progress, () -> {
                    StoredImage stored = cache.build(id, directory -> embed(programs, directory));
                    cache.refer(ImageReference.Embedded.NAME, id);
                    return stored;
                });
    }

    private static void embed(Map<String, byte[]> programs, Path directory) throws ImageException {
        try (TarStore store = new TarStore(directory)) {
            for (String path : List.of("/bin", "/dev", "/etc", "/mnt", "/proc", "/run", "/sys")) {
                store.image().directory(path, Attributes.ofRoot(0755, 0));
            }
            store.image().directory("/root", Attributes.ofRoot(0700, 0));
            store.image().directory("/tmp", Attributes.ofRoot(01777, 0));
            for (Map.Entry<String, byte[]> program : programs.entrySet()) {
                store.image().file(program.getKey(), Attributes.ofRoot(0755, 0), program.getValue());
            }
            store.finish();
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256Stream.sha256().digest(bytes), 0, 16);
    }
}
