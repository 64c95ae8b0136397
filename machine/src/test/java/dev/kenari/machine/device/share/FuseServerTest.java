package dev.kenari.machine.device.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.kenari.machine.HostShare;
import dev.kenari.machine.fuse.Fuse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FuseServerTest {
    private static final int ROOM = 1 << 17;

    @TempDir
    Path directory;

    private Path share;
    private Path secret;
    private FuseServer server;

    @BeforeEach
    void start() throws IOException {
        share = Files.createDirectory(directory.resolve("share"));
        secret = Files.writeString(directory.resolve("secret"), "not for the guest");
        server = new FuseServer(new HostShare("t", share, false));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** A reply's error number, and what is behind its header. */
    private record Reply(int error, ByteBuffer body) {
        long node() {
            return body.getLong(0);
        }

        int mode() {
            return body.getInt(40 + 60);
        }

        String text() {
            byte[] bytes = new byte[body.remaining()];
            body.duplicate().get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Reply ask(int opcode, long node, byte[]... parts) {
        int length = Stream.of(parts).mapToInt(p -> p.length).sum();
        ByteBuffer in = ByteBuffer.allocate(Fuse.IN_HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(in.capacity()).putInt(opcode).putLong(77).putLong(node).position(Fuse.IN_HEADER);
        for (byte[] part : parts) {
            in.put(part);
        }
        ByteBuffer out = ByteBuffer.wrap(server.answer(in.array(), ROOM)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(out.getInt()).isEqualTo(out.capacity());
        int error = -out.getInt();
        assertThat(out.getLong()).isEqualTo(77);
        return new Reply(error, out.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static byte[] words(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    private static byte[] wide(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    private static byte[] name(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private Reply lookup(long parent, String name) {
        return ask(Fuse.LOOKUP, parent, name(name));
    }

    private Reply create(long parent, String name, int mode) {
        return ask(Fuse.CREATE, parent, words(2, mode, 0, 0), name(name));
    }

    private Reply write(long handle, long offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ask(Fuse.WRITE, HostTree.ROOT, wide(handle, offset), words(bytes.length, 0), wide(0, 0), bytes);
    }

    private Reply read(long handle, long offset, int size) {
        return ask(Fuse.READ, HostTree.ROOT, wide(handle, offset), words(size, 0), wide(0, 0));
    }

    private Reply open(long node, int flags) {
        return ask(Fuse.OPEN, node, words(flags, 0));
    }

    private Reply setSize(long node, long size) {
        return ask(Fuse.SETATTR, node, words(Fuse.SET_SIZE, 0), wide(0, size, 0, 0, 0, 0), new byte[32]);
    }

    @Test
    void createsWritesReadsAndTruncates() throws Exception {
        Reply made = create(HostTree.ROOT, "grüße", 0640);
        assertThat(made.error()).isZero();
        assertThat(made.mode()).isEqualTo(HostAttributes.REGULAR | 0640);
        long handle = made.body().getLong(Fuse.ENTRY_OUT);
        assertThat(write(handle, 3, "defg").body().getInt(0)).isEqualTo(4);
        assertThat(Files.readAllBytes(share.resolve("grüße"))).isEqualTo("\0\0\0defg".getBytes(StandardCharsets.UTF_8));
        assertThat(read(handle, 4, 100).text()).isEqualTo("efg");
        assertThat(read(handle, 99, 10).text()).isEmpty();
        assertThat(setSize(made.node(), 5).error()).isZero();
        assertThat(Files.size(share.resolve("grüße"))).isEqualTo(5);
        assertThat(setSize(made.node(), 9).error()).isZero();
        assertThat(read(handle, 3, 100).text()).isEqualTo("de\0\0\0\0");
        assertThat(ask(Fuse.FSYNC, made.node(), wide(handle), words(0, 0)).error()).isZero();
        assertThat(ask(Fuse.RELEASE, made.node(), wide(handle, 0, 0)).error()).isZero();
        assertThat(read(handle, 0, 1).error()).isEqualTo(ShareError.EBADF);
    }

    @Test
    void createRefusesWhatExists() throws Exception {
        Files.writeString(share.resolve("f"), "old");
        assertThat(create(HostTree.ROOT, "f", 0644).error()).isEqualTo(ShareError.EEXIST);
        assertThat(share.resolve("f")).hasContent("old");
    }

    @Test
    void makesAndRemovesDirectories() {
        Reply a = ask(Fuse.MKDIR, HostTree.ROOT, words(0755, 022), name("a"));
        assertThat(a.mode()).isEqualTo(HostAttributes.DIRECTORY | 0755);
        Reply b = ask(Fuse.MKDIR, a.node(), words(0700, 0), name("b"));
        assertThat(b.error()).isZero();
        assertThat(share.resolve("a/b")).isDirectory();
        assertThat(ask(Fuse.MKDIR, a.node(), words(0700, 0), name("b")).error()).isEqualTo(ShareError.EEXIST);
        assertThat(ask(Fuse.RMDIR, HostTree.ROOT, name("a")).error()).isEqualTo(ShareError.ENOTEMPTY);
        assertThat(ask(Fuse.UNLINK, a.node(), name("b")).error()).isEqualTo(ShareError.EISDIR);
        assertThat(ask(Fuse.RMDIR, a.node(), name("b")).error()).isZero();
        assertThat(share.toFile().list()).as("nothing staged is left").containsExactly("a");
    }

    @Test
    void listsADirectoryOncePerEntry() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createFile(share.resolve("file" + i));
        }
        Files.createSymbolicLink(share.resolve("link"), Path.of("file0"));
        long handle = ask(Fuse.OPENDIR, HostTree.ROOT, words(0, 0)).body().getLong(0);
        TreeMap<String, Integer> seen = new TreeMap<>();
        long cookie = 0;
        while (true) {
            Reply reply =
                    ask(Fuse.READDIR, HostTree.ROOT, wide(handle, cookie), words(1000, 0), wide(0, 0));
            ByteBuffer body = reply.body();
            if (!body.hasRemaining()) {
                break;
            }
            while (body.hasRemaining()) {
                int at = body.position();
                cookie = body.getLong(at + 8);
                byte[] text = new byte[body.getInt(at + 16)];
                body.get(at + Fuse.DIRENT, text);
                seen.merge(new String(text, StandardCharsets.UTF_8), body.getInt(at + 20), (x, y) -> -1);
                body.position(at + (Fuse.DIRENT + text.length + 7 & -8));
            }
        }
        assertThat(seen).hasSize(301).containsEntry("file7", 8).containsEntry("link", 10);
    }

    @Test
    void renames() throws Exception {
        Files.writeString(share.resolve("x"), "1");
        Files.writeString(share.resolve("y"), "2");
        Reply d = ask(Fuse.MKDIR, HostTree.ROOT, words(0755, 0), name("d"));
        long x = lookup(HostTree.ROOT, "x").node();
        assertThat(ask(Fuse.RENAME2, HostTree.ROOT, wide(HostTree.ROOT), words(1, 0), name("x"), name("y")).error())
                .isEqualTo(ShareError.EEXIST);
        assertThat(ask(Fuse.RENAME2, HostTree.ROOT, wide(HostTree.ROOT), words(2, 0), name("x"), name("y")).error())
                .isEqualTo(ShareError.EINVAL);
        assertThat(ask(Fuse.RENAME, HostTree.ROOT, wide(d.node()), name("x"), name("z")).error()).isZero();
        assertThat(share.resolve("d/z")).hasContent("1");
        assertThat(ask(Fuse.GETATTR, x, words(0, 0), wide(0)).error()).as("the node follows its file").isZero();
        assertThat(ask(Fuse.RENAME, HostTree.ROOT, wide(d.node()), name("y"), name("z")).error()).isZero();
        assertThat(share.resolve("d/z")).hasContent("2");
        assertThat(ask(Fuse.GETATTR, x, words(0, 0), wide(0)).error()).as("replaced").isEqualTo(ShareError.ENOENT);
    }

    @Test
    void anOpenFileOutlivesItsName() throws Exception {
        Reply made = create(HostTree.ROOT, "f", 0644);
        long handle = made.body().getLong(Fuse.ENTRY_OUT);
        write(handle, 0, "abc");
        assertThat(ask(Fuse.UNLINK, HostTree.ROOT, name("f")).error()).isZero();
        assertThat(share.toFile().list()).isEmpty();
        assertThat(read(handle, 0, 10).text()).isEqualTo("abc");
        assertThat(setSize(made.node(), 1).error()).isZero();
        assertThat(ask(Fuse.GETATTR, made.node(), words(0, 0), wide(0)).body().getLong(16 + 8)).isEqualTo(1);
    }

    @Test
    void changesModesAndTimes() throws Exception {
        Path file = Files.writeString(share.resolve("f"), "x");
        long node = lookup(HostTree.ROOT, "f").node();
        byte[] fields = new byte[80];
        ByteBuffer in = ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN);
        in.putLong(24, 1_000_000_000L).putLong(32, 1_100_000_000L).putInt(48, 5).putInt(52, 6).putInt(60, 0604);
        int valid = Fuse.SET_MODE | Fuse.SET_ATIME | Fuse.SET_MTIME;
        assertThat(ask(Fuse.SETATTR, node, words(valid, 0), fields).error()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw----r--");
        assertThat(Files.getLastModifiedTime(file).toInstant().getEpochSecond()).isEqualTo(1_100_000_000L);
        ByteBuffer attributes = ask(Fuse.GETATTR, node, words(0, 0), wide(0)).body();
        assertThat(attributes.getLong(16 + 24)).isEqualTo(1_000_000_000L);
    }

    @Test
    void ownersAreTheGuestsOwnFiction() throws Exception {
        Files.writeString(share.resolve("f"), "x");
        Reply found = lookup(HostTree.ROOT, "f");
        assertThat(found.body().getInt(40 + 68)).as("the host user's file is root's").isZero();
        byte[] fields = new byte[80];
        assertThat(ask(Fuse.SETATTR, found.node(), words(Fuse.SET_UID, 0), fields).error()).isZero();
        ByteBuffer.wrap(fields).order(ByteOrder.LITTLE_ENDIAN).putInt(68, 1000);
        assertThat(ask(Fuse.SETATTR, found.node(), words(Fuse.SET_UID, 0), fields).error()).isEqualTo(ShareError.EPERM);
    }

    @Test
    void symbolicLinksAreText() throws Exception {
        Reply link = ask(Fuse.SYMLINK, HostTree.ROOT, name("l"), name("../secret"));
        assertThat(link.mode() & HostAttributes.TYPE).isEqualTo(HostAttributes.LINK);
        assertThat(ask(Fuse.READLINK, link.node()).text()).isEqualTo("../secret");
        assertThat(Files.readSymbolicLink(share.resolve("l"))).hasToString("../secret");
        assertThat(share.toFile().list()).containsExactly("l");
    }

    @Test
    void namesNeverLeadElsewhere() {
        for (String bad : new String[] {"..", ".", "", "../secret", "a/b", "/etc/passwd", "/"}) {
            assertThat(lookup(HostTree.ROOT, bad).error()).as(bad).isEqualTo(ShareError.EINVAL);
            assertThat(create(HostTree.ROOT, bad, 0644).error()).as(bad).isEqualTo(ShareError.EINVAL);
            assertThat(ask(Fuse.UNLINK, HostTree.ROOT, name(bad)).error()).as(bad).isEqualTo(ShareError.EINVAL);
        }
        assertThat(ask(Fuse.LOOKUP, HostTree.ROOT, new byte[] {(byte) 0xFF, 0}).error()).isEqualTo(ShareError.EILSEQ);
        assertThat(secret).hasContent("not for the guest");
    }

    @Test
    void symbolicLinksAreNeverFollowed() throws Exception {
        Files.createSymbolicLink(share.resolve("abs"), secret);
        Files.createSymbolicLink(share.resolve("rel"), Path.of("../secret"));
        Files.createSymbolicLink(share.resolve("up"), directory);
        for (String link : new String[] {"abs", "rel"}) {
            long node = lookup(HostTree.ROOT, link).node();
            assertThat(open(node, 0).error()).as(link).isEqualTo(ShareError.ELOOP);
            assertThat(open(node, 2).error()).as(link).isEqualTo(ShareError.ELOOP);
            assertThat(setSize(node, 0).error()).as(link).isEqualTo(ShareError.ELOOP);
            assertThat(create(HostTree.ROOT, link, 0644).error()).as(link).isEqualTo(ShareError.EEXIST);
        }
        long up = lookup(HostTree.ROOT, "up").node();
        assertThat(lookup(up, "secret").error()).isNotZero();
        assertThat(ask(Fuse.OPENDIR, up, words(0, 0)).error()).isNotZero();
        assertThat(create(up, "new", 0644).error()).isNotZero();
        assertThat(ask(Fuse.MKDIR, up, words(0755, 0), name("new")).error()).isNotZero();
        assertThat(ask(Fuse.UNLINK, up, name("secret")).error()).isNotZero();
        assertThat(ask(Fuse.RENAME, up, wide(HostTree.ROOT), name("secret"), name("mine")).error()).isNotZero();
        assertThat(secret).hasContent("not for the guest");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("share", "secret");
    }

    @Test
    void aDirectoryThatTurnsIntoALinkIsNoWayOut() throws Exception {
        Reply d = ask(Fuse.MKDIR, HostTree.ROOT, words(0755, 0), name("d"));
        Files.delete(share.resolve("d"));
        Files.createSymbolicLink(share.resolve("d"), directory);
        assertThat(lookup(d.node(), "secret").error()).isNotZero();
        assertThat(create(d.node(), "new", 0644).error()).isNotZero();
        assertThat(ask(Fuse.SYMLINK, d.node(), name("new"), name("x")).error()).isNotZero();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("share", "secret");
        assertThat(share.toFile().list()).containsExactly("d");
    }

    @Test
    void aRaceAgainstALinkIsNeverWon() throws Exception {
        Path real = Files.createDirectory(share.resolve("real"));
        Files.writeString(real.resolve("secret"), "decoy");
        Path swap = share.resolve("swap");
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            try {
                while (!stop.get()) {
                    Files.move(real, swap);
                    Files.createSymbolicLink(real, directory);
                    Files.delete(real);
                    Files.move(swap, real);
                }
            } catch (IOException e) {
                stop.set(true);
            }
        });
        int opened = 0;
        // At least so often, and on a busy machine until the attacker has let one through.
        for (int i = 0; (i < 500 || opened == 0 && i < 100_000) && !stop.get(); i++) {
            Reply directoryOrLink = lookup(HostTree.ROOT, "real");
            long node = directoryOrLink.error() == 0 ? directoryOrLink.node() : 0;
            Reply found = lookup(node, "secret");
            if (found.error() == 0) {
                Reply open = open(found.node(), 0);
                if (open.error() == 0) {
                    assertThat(read(open.body().getLong(0), 0, 100).text()).isEqualTo("decoy");
                    ask(Fuse.RELEASE, found.node(), wide(open.body().getLong(0), 0, 0));
                    opened++;
                }
            }
            ask(Fuse.MKDIR, node, words(0755, 0), name("made" + i % 500));
        }
        assertThat(stop).as("the attacker gave up").isFalse();
        stop.set(true);
        attacker.join();
        assertThat(opened).as("opened while the attacker was at it").isPositive();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("share", "secret");
    }

    @Test
    void aReadOnlyShareRefusesEveryChange() throws Exception {
        Files.writeString(share.resolve("f"), "x");
        server.close();
        server = new FuseServer(new HostShare("t", share, true));
        long node = lookup(HostTree.ROOT, "f").node();
        assertThat(open(node, 1).error()).isEqualTo(ShareError.EROFS);
        assertThat(setSize(node, 0).error()).isEqualTo(ShareError.EROFS);
        assertThat(create(HostTree.ROOT, "g", 0644).error()).isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.MKDIR, HostTree.ROOT, words(0755, 0), name("g")).error()).isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.MKNOD, HostTree.ROOT, words(0100644, 0, 0, 0), name("g")).error())
                .isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.SYMLINK, HostTree.ROOT, name("g"), name("f")).error()).isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.UNLINK, HostTree.ROOT, name("f")).error()).isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.RMDIR, HostTree.ROOT, name("f")).error()).isEqualTo(ShareError.EROFS);
        assertThat(ask(Fuse.RENAME, HostTree.ROOT, wide(HostTree.ROOT), name("f"), name("g")).error())
                .isEqualTo(ShareError.EROFS);
        for (int valid : new int[] {Fuse.SET_MODE, Fuse.SET_UID, Fuse.SET_MTIME, Fuse.SET_ATIME_NOW}) {
            assertThat(ask(Fuse.SETATTR, node, words(valid, 0), new byte[80]).error()).isEqualTo(ShareError.EROFS);
        }
        long handle = open(node, 0).body().getLong(0);
        assertThat(write(handle, 0, "y").error()).isEqualTo(ShareError.EBADF);
        assertThat(read(handle, 0, 9).text()).isEqualTo("x");
    }

    @Test
    void opensNoDevicesOrFifos() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", share.resolve("fifo").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(open(lookup(HostTree.ROOT, "fifo").node(), 0).error()).isEqualTo(ShareError.ENXIO);
        assertThat(ask(Fuse.MKNOD, HostTree.ROOT, words(0020644, 0x103, 0, 0), name("null")).error())
                .isEqualTo(ShareError.EPERM);
    }

    @Test
    void sharesASingleFile() throws Exception {
        server.close();
        server = new FuseServer(new HostShare("t", secret, false));
        Reply root = ask(Fuse.GETATTR, HostTree.ROOT, words(0, 0), wide(0));
        assertThat(root.body().getInt(16 + 60) & HostAttributes.TYPE).isEqualTo(HostAttributes.REGULAR);
        long handle = open(HostTree.ROOT, 0).body().getLong(0);
        assertThat(read(handle, 0, 100).text()).isEqualTo("not for the guest");
        assertThat(lookup(HostTree.ROOT, "share").error()).isEqualTo(ShareError.ENOTDIR);
        assertThat(create(HostTree.ROOT, "x", 0644).error()).isEqualTo(ShareError.ENOTDIR);
        assertThat(ask(Fuse.OPENDIR, HostTree.ROOT, words(0, 0)).error()).isEqualTo(ShareError.ENOTDIR);
    }

    @Test
    void refusesASourceThatIsNotThere() {
        assertThatIOException()
                .isThrownBy(() -> new FuseServer(new HostShare("t", share.resolve("none"), false)).close());
    }

    @Test
    void forgottenNodesAreGone() throws Exception {
        Files.createDirectories(share.resolve("a/b"));
        long a = lookup(HostTree.ROOT, "a").node();
        long b = lookup(a, "b").node();
        assertThat(forget(a, 1)).isEmpty();
        assertThat(ask(Fuse.GETATTR, b, words(0, 0), wide(0)).error()).as("its parent is kept for it").isZero();
        assertThat(forget(b, 1)).isEmpty();
        assertThat(ask(Fuse.GETATTR, b, words(0, 0), wide(0)).error()).isEqualTo(ShareError.ENOENT);
        assertThat(ask(Fuse.GETATTR, a, words(0, 0), wide(0)).error()).isEqualTo(ShareError.ENOENT);
        assertThat(ask(Fuse.GETATTR, HostTree.ROOT, words(0, 0), wide(0)).error()).isZero();
    }

    private byte[] forget(long node, long lookups) {
        ByteBuffer in = ByteBuffer.allocate(Fuse.IN_HEADER + 8).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(in.capacity()).putInt(Fuse.FORGET).putLong(1).putLong(node).putLong(Fuse.IN_HEADER, lookups);
        return server.answer(in.array(), ROOM);
    }

    @Test
    void survivesRandomRequests() throws Exception {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("FuseServerTest.survivesRandomRequests: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        Files.writeString(share.resolve("f"), "x");
        int served = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] request = new byte[random.nextInt(Fuse.IN_HEADER + 120)];
            random.nextBytes(request);
            ByteBuffer in = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
            if (request.length >= Fuse.IN_HEADER) {
                in.putInt(0, request.length).putInt(4, random.nextInt(50)).putLong(16, random.nextInt(8));
                for (int at = Fuse.IN_HEADER; at < request.length; at++) {
                    request[at] = (byte) (random.nextInt(3) == 0 ? 'f' : random.nextInt(4));
                }
            }
            byte[] reply = server.answer(request, random.nextInt(300));
            if (reply.length >= 8) {
                served += ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getInt(4) == 0 ? 1 : 0;
            }
        }
        assertThat(served).isPositive();
        assertThat(Files.isSymbolicLink(share)).isFalse();
        assertThat(Files.exists(secret, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("share", "secret");
    }
}
