package dev.kenari.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.harness.DriversHarness;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.BoardConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostShareTest {
    @TempDir
    Path directory;

    /** What a test does with a share. */
    @FunctionalInterface
    private interface Body {
        void run(HostShare share) throws Exception;
    }

    private void run(boolean readOnly, Body body) throws Exception {
        run(DriversHarness.board(), readOnly, body);
    }

    private void run(BoardConfiguration board, boolean readOnly, Body body) throws Exception {
        BoardConfiguration sharing = board.withShare(new dev.kenari.machine.HostShare("data", directory, readOnly));
        DriversHarness.run(sharing, (kernel, drivers) ->
                body.run(new MarshallingConnector().connect(HostShare.class, drivers.shares().get("data"))));
    }

    private static List<String> names(HostShare share, long node) throws Errno {
        long handle = share.openDirectory(node);
        List<String> names = new ArrayList<>();
        long cookie = 0;
        for (List<HostEntry> some = share.list(handle, 0); !some.isEmpty(); some = share.list(handle, cookie)) {
            some.forEach(entry -> names.add(entry.name()));
            cookie = some.getLast().cookie();
        }
        share.releaseDirectory(handle);
        return names;
    }

    @Test
    void movesMoreThanOneRequestCarries() throws Exception {
        byte[] content = new byte[1_000_003];
        new Random(1).nextBytes(content);
        run(false, share -> {
            HostFile file = share.makeFile(HostShare.ROOT, "f", 0640);
            assertThat(file.attributes().mode()).isEqualTo(0100640);
            long handle = share.open(file.node(), 2);
            share.write(handle, 0, content);
            assertThat(share.read(handle, 0, content.length + 10)).isEqualTo(content);
            assertThat(share.read(handle, content.length, 10)).isEmpty();
            share.sync(handle, false);
            share.release(handle);
            assertThatThrownBy(() -> share.read(handle, 0, 1)).isSameAs(Errno.EBADF);
            assertThat(share.attributes(file.node()).size()).isEqualTo(content.length);
        });
        assertThat(Files.readAllBytes(directory.resolve("f"))).isEqualTo(content);
    }

    @Test
    void namesMakeAndGo() throws Exception {
        run(false, share -> {
            HostFile a = share.makeDirectory(HostShare.ROOT, "a", 0755);
            share.makeLink(a.node(), "l", "../elsewhere");
            assertThat(share.readLink(share.lookup(a.node(), "l").node())).isEqualTo("../elsewhere");
            share.makeFile(a.node(), "f", 0600);
            assertThatThrownBy(() -> share.makeFile(a.node(), "f", 0600)).isSameAs(Errno.EEXIST);
            assertThat(names(share, a.node())).containsExactlyInAnyOrder("l", "f");
            assertThatThrownBy(() -> share.rename(a.node(), "f", a.node(), "l", false)).isSameAs(Errno.EEXIST);
            share.rename(a.node(), "f", HostShare.ROOT, "g", false);
            assertThatThrownBy(() -> share.rmdir(HostShare.ROOT, "a")).isSameAs(Errno.ENOTEMPTY);
            share.unlink(a.node(), "l");
            share.rmdir(HostShare.ROOT, "a");
            assertThatThrownBy(() -> share.lookup(HostShare.ROOT, "a")).isSameAs(Errno.ENOENT);
            assertThat(names(share, HostShare.ROOT)).containsExactly("g");
        });
    }

    @Test
    void changesAttributes() throws Exception {
        Files.writeString(directory.resolve("f"), "hello");
        run(false, share -> {
            HostFile file = share.lookup(HostShare.ROOT, "f");
            HostAttributes to = new HostAttributes(0, 0600, 0, 0, 2, 0, 0, 1_234_567_890_000_000_001L, 0);
            HostAttributes now = share.setAttributes(
                    file.node(), HostShare.MODE | HostShare.SIZE | HostShare.MODIFIED, to);
            assertThat(now.mode()).isEqualTo(0100600);
            assertThat(now.size()).isEqualTo(2);
            assertThat(now.modified()).isEqualTo(1_234_567_890_000_000_001L);
        });
        assertThat(directory.resolve("f")).hasContent("he");
    }

    @Test
    void aReadOnlyShareIsErofs() throws Exception {
        Files.writeString(directory.resolve("f"), "hello");
        run(true, share -> {
            HostFile file = share.lookup(HostShare.ROOT, "f");
            assertThat(share.read(share.open(file.node(), 0), 0, 99)).hasSize(5);
            assertThatThrownBy(() -> share.open(file.node(), 1)).isSameAs(Errno.EROFS);
            assertThatThrownBy(() -> share.makeFile(HostShare.ROOT, "g", 0600)).isSameAs(Errno.EROFS);
            assertThatThrownBy(() -> share.unlink(HostShare.ROOT, "f")).isSameAs(Errno.EROFS);
        });
    }

    @Test
    void listsManyEntriesAndForgetsThem() throws Exception {
        for (int i = 0; i < 3000; i++) {
            Files.createFile(directory.resolve("a-name-of-some-length-" + i));
        }
        run(false, share -> {
            List<String> names = names(share, HostShare.ROOT);
            assertThat(names).hasSize(3000).doesNotHaveDuplicates();
            long first = share.lookup(HostShare.ROOT, names.getFirst()).node();
            for (String name : names.subList(0, 200)) {
                share.forget(share.lookup(HostShare.ROOT, name).node());
            }
            share.space();
            assertThatThrownBy(() -> share.attributes(first)).isSameAs(Errno.ENOENT);
        });
    }

    @Test
    void worksOnADeterministicBoard() throws Exception {
        Files.writeString(directory.resolve("f"), "hello");
        run(DriversHarness.board().withSeed(5), false, share -> {
            HostFile file = share.lookup(HostShare.ROOT, "f");
            assertThat(share.read(share.open(file.node(), 0), 1, 2)).isEqualTo(new byte[] {'e', 'l'});
            assertThat(share.space().blocks()).isPositive();
        });
    }

    @Test
    void servesSeveralTasksAtOnce() throws Exception {
        byte[] content = new byte[300_000];
        new Random(2).nextBytes(content);
        Files.write(directory.resolve("f"), content);
        BoardConfiguration sharing =
                DriversHarness.board().withShare(new dev.kenari.machine.HostShare("data", directory, true));
        DriversHarness.run(sharing, (kernel, drivers) -> {
            HostShare share = drivers.shares().get("data");
            long node = share.lookup(HostShare.ROOT, "f").node();
            int[] right = new int[1];
            WaitQueue finished = new WaitQueue();
            for (int i = 0; i < 6; i++) {
                Task reader = kernel.task("reader", task -> {
                    try {
                        long handle = share.open(node, 0);
                        boolean same = Arrays.equals(share.read(handle, 0, content.length), content);
                        right[0] += same ? 1 : -100;
                        share.release(handle);
                    } catch (Errno e) {
                        right[0] = -100;
                    }
                    finished.wakeAll();
                });
                reader.wake();
            }
            while (right[0] >= 0 && right[0] < 6) {
                finished.sleep();
            }
            assertThat(right[0]).isEqualTo(6);
        });
    }
}
