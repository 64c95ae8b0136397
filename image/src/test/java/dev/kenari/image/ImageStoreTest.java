package dev.kenari.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.image.archive.Archives;
import dev.kenari.image.archive.TarMember;
import dev.kenari.image.debian.TestRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian images from a repository on loopback, end to end. */
final class ImageStoreTest {
    @TempDir
    Path directory;

    private final TestRepository repository = new TestRepository().withBase();
    private final Map<String, String> environment = new HashMap<>();
    private final RecordedComputer computer = new RecordedComputer();

    @AfterEach
    void stop() {
        repository.close();
    }

    @Test
    void buildsABootableTree() throws ImageException, IOException {
        repository.publish();
        RootFileSystem image = open("debian");
        assertThat(image.entries().getFirst().path()).isEqualTo("/");
        assertThat(content(image, "/usr/bin/busybox")).isEqualTo("through a link");
        assertThat(entry(image, "/usr/bin/mount").mode()).isEqualTo(04755);
        assertThat(entry(image, "/bin").linkTarget()).isEqualTo("usr/bin");
        assertThat(content(image, "/etc/hostname")).isEqualTo("kenari\n");
        assertThat(entry(image, "/etc/mtab").linkTarget()).isEqualTo("../proc/self/mounts");
        assertThat(content(image, "/var/lib/dpkg/status"))
                .contains("Package: mawk\nStatus: install ok unpacked\nVersion: 1\n");
        assertThat(content(image, "/var/lib/dpkg/info/mawk.list")).isEqualTo("/usr/bin/mawk\n");
        assertThat(entry(image, "/var/lib/dpkg/info/mawk.postinst").mode()).isEqualTo(0755);
    }

    @Test
    void takesOverWhatTheScriptsDo() throws ImageException, IOException {
        repository.add("sly", "", List.of(
                Archives.directory("./usr/lib"),
                Archives.directory("./usr/lib/old"),
                Archives.file("./usr/lib/old/in", 0644, "moves with its directory"),
                Archives.file("./usr/bin/first", 0644, "one")), "");
        repository.publish();
        open("debian");
        TarMember account = new TarMember("./etc/shadow", EntryType.FILE, 0640, 0, 42, 1_800_000_000_000_000_000L, 4, 0, "", 0, 0);
        computer.removed.addAll(List.of("/usr/bin/kmod", "/usr/lib/old", "/usr/lib/old/in", "/usr/bin/mount"));
        computer.changes.addAll(List.of(
                new Archives.Member(account, "root".getBytes(StandardCharsets.UTF_8)),
                Archives.file("./usr/bin/first", 0755, "changed"),
                Archives.hardLink("./usr/bin/second", "./usr/bin/first"),
                Archives.symlink("./usr/lib/old", "new"),
                Archives.directory("./usr/bin/mount"),
                Archives.directory("./usr/lib/new"),
                Archives.file("./usr/lib/new/in", 0644, "moves with its directory")));
        RootFileSystem image = open("debian+sly");
        assertThat(content(image, "/etc/shadow")).isEqualTo("root");
        assertThat(entry(image, "/etc/shadow")).extracting(Entry::mode, Entry::gid).containsExactly(0640, 42);
        assertThat(image.entries()).noneMatch(e -> e.path().equals("/usr/bin/kmod") || e.path().startsWith("/usr/lib/old/"));
        assertThat(entry(image, "/usr/lib/old").linkTarget()).isEqualTo("new");
        assertThat(entry(image, "/usr/bin/mount").type()).isEqualTo(EntryType.DIRECTORY);
        assertThat(content(image, "/usr/bin/second")).isEqualTo("changed");
        assertThat(entry(image, "/usr/bin/second").type()).isEqualTo(EntryType.HARD_LINK);
        assertThat(content(image, "/usr/lib/new/in")).isEqualTo("moves with its directory");
        assertThat(open("debian+sly").entries()).isEqualTo(image.entries());
    }

    @Test
    void buildsOnTheDefaultImage() throws ImageException, IOException {
        repository.add("listener", "Essential: yes", List.of(), Map.of("triggers", "interest-noawait /usr/share/heard\n"));
        repository.add("extra", "", List.of(Archives.file("./usr/share/heard/x", 0644, "x")), "");
        repository.publish();
        computer.changes.add(Archives.file("./etc/configured", 0600, "once"));
        RootFileSystem image = open("debian+extra");
        assertThat(store().list()).extracting(CachedImage::references).contains(List.of("debian"));
        assertThat(computer.runs).isEqualTo(2);
        assertThat(computer.preinsts).as("of the added packages").isEmpty();
        assertThat(computer.triggers).isEqualTo("/usr/share/heard\n");
        assertThat(entry(image, "/etc/configured").mode()).isEqualTo(0600);
        assertThat(content(image, "/usr/bin/mawk")).isEqualTo("mawk");
        assertThat(content(image, "/var/lib/dpkg/status")).contains("Package: mawk\n", "Package: extra\n");
        open("debian");
        assertThat(computer.runs).isEqualTo(2);
    }

    @Test
    void writesTarsThatAreTheSameEachTime() throws ImageException, IOException {
        repository.publish();
        computer.changes.addAll(List.of(
                new Archives.Member(new TarMember("./etc/secret", EntryType.FILE, 0640, 7, 42, 1_800_000_000_000_000_000L, 1, 0, "", 0, 0), new byte[1]),
                Archives.hardLink("./etc/again", "./etc/secret"),
                Archives.symlink("./etc/long", "x".repeat(200))));
        RootFileSystem image = open("debian");
        Path first = directory.resolve("first.tar");
        Path second = directory.resolve("second.tar");
        Images.export(image, first);
        Images.export(open(first.toString()), second);
        assertThat(second).hasSameBinaryContentAs(first);
        RootFileSystem again = open(second.toString());
        assertThat(again.entries()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("offset")
                .isEqualTo(image.entries());
        assertThat(content(again, "/usr/bin/mawk")).isEqualTo("mawk");
        assertFails("cannot-write-image", () -> export(image, directory));
        assertFails("cannot-write-image", () -> export(image, directory.resolve("absent/x.tar")));
    }

    private static Void export(RootFileSystem image, Path file) throws ImageException {
        Images.export(image, file);
        return null;
    }

    @Test
    void runsPreinstScriptsInOrder() throws ImageException {
        repository.publish();
        open("debian");
        assertThat(computer.preinsts).isEqualTo("base-passwd base-passwd\n");
    }

    @Test
    void saysWhyPackagesCannotBeConfigured() throws IOException {
        repository.publish();
        computer.status = 1;
        computer.log = "Setting up mawk\ncannot find it\ndpkg: error processing package mawk (--configure):\n more\n";
        assertFails("configure-failed", () -> open("debian"));
        assertThatThrownBy(() -> open("debian"))
                .hasMessageContaining("error processing package mawk")
                .hasMessageContaining("cannot find it");
        assertNothingHalfWritten();
    }

    @Test
    void followsNoLinkThatTheGuestMakes() throws IOException {
        repository.publish();
        computer.linked = Files.write(
                directory.resolve("secret.tar"), Archives.tar(List.of(Archives.file("./etc/secret", 0644, "x"))));
        computer.alsoNamed.add("f./etc/secret");
        assertFails("cannot-write-cache", () -> open("debian"));
        assertNothingHalfWritten();
    }

    @Test
    void refusesAChangeThatIsIncomplete() throws IOException {
        repository.publish();
        computer.alsoNamed.add("f./usr/bin/lost");
        assertFails("configure-failed", () -> open("debian"));
        assertNothingHalfWritten();
    }

    @Test
    void putsParentsFirst() throws ImageException {
        repository.publish();
        List<String> seen = new ArrayList<>(List.of(""));
        for (Entry entry : open("debian").entries()) {
            if (!entry.path().equals("/")) {
                String parent = entry.path().substring(0, entry.path().lastIndexOf('/'));
                assertThat(seen).contains(parent);
                seen.add(entry.path());
            }
        }
    }

    @Test
    void startsAgainWithoutNetwork() throws ImageException {
        repository.publish();
        RootFileSystem first = open("debian+mawk");
        repository.close();
        environment.put("KENARI_MIRROR", "http://127.0.0.1:1/debian");
        RootFileSystem second = open("debian+mawk");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.entries()).isEqualTo(first.entries());
    }

    @Test
    void sharesImagesOfEqualPackages() throws ImageException {
        repository.publish();
        assertThat(open("debian+mawk").id()).isEqualTo(open("debian").id());
        assertThat(store().list()).singleElement().satisfies(image -> assertThat(image.references())
                .containsExactly("debian", "debian+mawk"));
    }

    @Test
    void reusesTheIndexForAnotherImage() throws ImageException {
        repository.add("extra", "", List.of(Archives.file("./usr/bin/extra", 0755, "x")), "");
        repository.publish();
        open("debian");
        int before = repository.requests.get();
        open("debian+extra");
        assertThat(repository.requests.get() - before).isEqualTo(1);
    }

    @Test
    void pullFindsWhatIsNew() throws ImageException {
        repository.publish();
        String old = open("debian").id();
        repository.add("late", "Essential: yes", List.of(), "");
        repository.publish();
        assertThat(open("debian").id()).isEqualTo(old);
        RootFileSystem pulled = store().pull(ImageReference.parse("debian"), Progress.NONE);
        assertThat(pulled.id()).isNotEqualTo(old);
        assertThat(open("debian").id()).isEqualTo(pulled.id());
        assertThat(store().list()).hasSize(2);
        store().remove(old.substring(0, 8));
        store().remove("debian");
        assertThat(store().list()).isEmpty();
        assertFails("no-such-image", () -> {
            store().remove("debian");
            return null;
        });
    }

    @Test
    void looksAgainForAPackageThatIsNewerThanTheIndex() throws ImageException {
        repository.publish();
        open("debian");
        repository.add("late", "", List.of(), "");
        repository.publish();
        assertThat(open("debian+late").entries()).anyMatch(e -> e.path().endsWith("/late.list"));
    }

    @Test
    void refusesAChangedPackage() throws IOException {
        String path = repository.add("evil", "", List.of(Archives.file("./usr/bin/evil", 0755, "x")), "");
        repository.publish();
        repository.files.get(path)[200] ^= 1;
        assertFails("checksum-mismatch", () -> open("debian+evil"));
        assertNothingHalfWritten();
    }

    @Test
    void refusesATruncatedPackage() throws IOException {
        String path = repository.add("short", "", List.of(), "");
        repository.publish();
        byte[] whole = repository.files.get(path);
        repository.files.put(path, java.util.Arrays.copyOf(whole, whole.length - 10));
        assertFails("mirror-error", () -> open("debian+short"));
        assertNothingHalfWritten();
    }

    @Test
    void refusesAChangedIndex() {
        repository.publish();
        repository.files.forEach((path, file) -> {
            if (path.contains("by-hash")) {
                file[file.length / 2] ^= 1;
            }
        });
        assertFails("checksum-mismatch", () -> open("debian"));
    }

    @Test
    void refusesAChangedOrUnsignedRelease() {
        repository.publish();
        String good = new String(repository.inRelease(), StandardCharsets.UTF_8);
        repository.replaceInRelease(good.replace("stable", "Stable").getBytes(StandardCharsets.UTF_8));
        assertFails("bad-signature", () -> open("debian"));
        repository.replaceInRelease("Origin: Debian\n".getBytes(StandardCharsets.UTF_8));
        assertFails("bad-signature", () -> open("debian"));
    }

    @Test
    void refusesAKeyThatIsNotDebians() {
        repository.publish();
        assertFails("bad-signature", () -> new ImageStore(host(), null, computer)
                .open(ImageReference.parse("debian"), Progress.NONE));
    }

    @Test
    void refusesAnExpiredRelease() throws ImageException, IOException {
        repository.release.put("Valid-Until", "Sat, 1 Jan 2022 00:00:00 UTC");
        repository.publish();
        assertFails("release-expired", () -> open("debian"));
        Files.createDirectories(directory.resolve("apt"));
        Files.writeString(directory.resolve("apt/apt.conf"), "Acquire::Check-Valid-Until \"false\";");
        assertThat(open("debian").entries()).isNotEmpty();
    }

    @Test
    void refusesAnotherArchiveOrSuite() {
        repository.release.put("Origin", "Other");
        repository.publish();
        assertFails("not-debian", () -> open("debian"));
        repository.release.put("Origin", "Debian");
        repository.release.put("Codename", "bookworm");
        repository.publish();
        assertFails("not-debian", () -> open("debian"));
        assertFails("unknown-suite", () -> open("debian:sarge"));
    }

    @Test
    void refusesPathsThatLeaveTheImage() throws IOException {
        repository.add("escape", "", List.of(Archives.file("./../../etc/cron.d/evil", 0644, "x")), "");
        repository.publish();
        assertFails("unsafe-path", () -> open("debian+escape"));
        assertNothingHalfWritten();
    }

    @Test
    void keepsLinksInsideTheImage() throws ImageException, IOException {
        Path outside = directory.resolve("outside");
        repository.add("sly", "", List.of(
                Archives.symlink("./up", "../../../../../.." + directory),
                Archives.file("./up/outside", 0644, "x")), "");
        repository.publish();
        RootFileSystem image = open("debian+sly");
        assertThat(content(image, directory + "/outside")).isEqualTo("x");
        assertThat(outside).doesNotExist();
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        repository.publish();
        assertFails("unknown-package", () -> open("debian+mawkk"));
        environment.put("KENARI_MIRROR", "http://127.0.0.1:1/debian");
        assertFails("no-network", () -> open("debian"));
        environment.put("KENARI_MIRROR", "gopher://x");
        assertFails("bad-mirror", () -> open("debian"));
        environment.put("KENARI_MIRROR", "");
        assertThatThrownBy(() -> open("debian")).hasMessageContaining("KENARI_MIRROR");
        Files.createDirectories(directory.resolve("apt"));
        Files.writeString(
                directory.resolve("apt/sources.list"), "deb " + repository.url() + "/third-party sid main\n");
        assertThatThrownBy(() -> open("debian")).hasMessageContaining("KENARI_MIRROR");
    }

    @Test
    void passesOverSourcesThatAreNotDebian() throws ImageException, IOException {
        repository.publish();
        environment.put("KENARI_MIRROR", "");
        Files.createDirectories(directory.resolve("apt"));
        Files.writeString(
                directory.resolve("apt/sources.list"),
                "deb " + repository.url() + "/third-party sid main\ndeb " + repository.url() + " bookworm main\n");
        assertThat(open("debian").entries()).isNotEmpty();
    }

    @Test
    void survivesConcurrentBuilds() throws Exception {
        repository.publish();
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Callable<String>> runs = List.of(
                    () -> open("debian").id(),
                    () -> open("debian+mawk").id(),
                    () -> open("debian").id(),
                    () -> open("debian+kmod").id());
            List<String> ids = new ArrayList<>();
            for (Future<String> run : pool.invokeAll(runs)) {
                ids.add(run.get());
            }
            assertThat(ids).containsOnly(ids.getFirst());
        }
        assertThat(store().list()).hasSize(1);
    }

    @Test
    void rebuildsADamagedImage() throws ImageException, IOException {
        repository.publish();
        RootFileSystem image = open("debian");
        Path data = image.contents(image.entries().getFirst());
        try (FileChannel channel = FileChannel.open(data, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
        assertThat(content(open("debian"), "/etc/hostname")).isEqualTo("kenari\n");
    }

    @Test
    void readsAMirrorInADirectory() throws ImageException, IOException {
        repository.publish();
        for (Map.Entry<String, byte[]> file : repository.files.entrySet()) {
            Path path = directory.resolve("mirror" + file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        environment.put("KENARI_MIRROR", directory.resolve("mirror/debian").toUri().toString());
        assertThat(open("debian").entries()).isNotEmpty();
        assertThat(repository.requests).hasValue(0);
    }

    @Test
    void suggestsThePackageOfACommand() throws ImageException {
        repository.publish();
        ImageReference debian = ImageReference.parse("debian");
        assertThat(store().withCommand(debian, "mawk")).isEmpty();
        open("debian");
        assertThat(store().withCommand(debian, "mawk").orElseThrow()).hasToString("debian+mawk");
        assertThat(store().withCommand(debian, "absent")).isEmpty();
    }

    @Test
    void opensTarsPlainAndCompressed() throws ImageException, IOException {
        byte[] tar = Archives.tar(List.of(Archives.directory("etc"), Archives.file("etc/name", 0644, "content")));
        Map<String, byte[]> files = Map.of(
                "x.tar", tar, "x.tar.gz", Archives.gzip(tar), "x.tar.xz", Archives.xz(tar));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = Files.write(directory.resolve(file.getKey()), file.getValue());
            for (int run = 0; run < 2; run++) {
                RootFileSystem image = open(path.toString());
                assertThat(content(image, "/etc/name")).isEqualTo("content");
                boolean inPlace = image.contents(image.entries().getFirst()).equals(path.toRealPath());
                assertThat(inPlace).isEqualTo(file.getKey().equals("x.tar"));
            }
        }
        assertThat(store().list()).hasSize(2);
    }

    @Test
    void refusesDamagedTars() throws IOException {
        byte[] tar = Archives.tar(List.of(Archives.file("f", 0644, "x".repeat(2000))));
        byte[] packed = Archives.xz(tar);
        Map<String, byte[]> files = Map.of(
                "empty.tar", new byte[0],
                "text.tar", "not a tar\n".repeat(100).getBytes(StandardCharsets.UTF_8),
                "short.tar", java.util.Arrays.copyOf(tar, 1500),
                "short.tar.xz", java.util.Arrays.copyOf(packed, packed.length - 20));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = Files.write(directory.resolve(file.getKey()), file.getValue());
            assertFails("corrupt-archive", () -> open(path.toString()));
        }
        assertNothingHalfWritten();
    }

    private RootFileSystem open(String reference) throws ImageException {
        return store().open(ImageReference.parse(reference), Progress.NONE);
    }

    private ImageStore store() {
        return new ImageStore(host(), repository.keyring(), computer);
    }

    private Host host() {
        environment.putIfAbsent("KENARI_MIRROR", repository.url());
        return new Host(directory.resolve("cache"), directory.resolve("apt"), environment, InstantSource.system());
    }

    private void assertNothingHalfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".new-") || name.endsWith(".part"));
        }
    }

    private static void assertFails(String id, Callable<?> action) {
        assertThatThrownBy(action::call)
                .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.id()).as(e.toString()).isEqualTo(id));
    }

    private static Entry entry(RootFileSystem image, String path) {
        return image.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path));
    }

    private static String content(RootFileSystem image, String path) throws IOException {
        Entry entry = entry(image, path);
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.size());
        try (FileChannel channel = FileChannel.open(image.contents(entry))) {
            channel.read(bytes, entry.offset());
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }
}
