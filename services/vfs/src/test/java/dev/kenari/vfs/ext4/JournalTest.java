package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.KernelEnvironment;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.machine.disk.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jbd2's log: what e2fsprogs writes is replayed here, what is committed here is replayed by e2fsprogs. */
class JournalTest {
    @TempDir
    Path directory;

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    private static byte[] block(MemoryDisk disk, long block, int size) {
        byte[] bytes = new byte[size];
        disk.read(block * size, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Test
    void replaysWhatDebugfsLogged() throws Exception {
        Path image = directory.resolve("image");
        E2fsprogs.save(E2fsprogs.make(16 << 20, "-b", "1024"), image);
        Path content = directory.resolve("content");
        byte[] bytes = new byte[2048];
        Arrays.fill(bytes, 0, 1024, (byte) 'A');
        // The second block begins like one of the journal's own, which has to be escaped.
        ByteBuffer.wrap(bytes, 1024, 1024).putInt(JournalSuperblock.MAGIC);
        Files.write(content, bytes);
        Path script = directory.resolve("script");
        Files.writeString(script, "jo -c\njw -b 12000,12001,12002 /dev/zero\njw -b 12000,12001 " + content + "\njw -r 12002\njc\n",
                StandardCharsets.US_ASCII);
        E2fsprogs.run(0, "debugfs", "-w", "-f", script.toString(), image.toString());
        MemoryDisk disk = E2fsprogs.load(image);
        assertThat(block(disk, 12000, 1024)).containsOnly(0);
        disk.write(12002 * 1024L, ByteBuffer.wrap(bytes, 0, 1024));
        Mounted.run(disk, false, m -> {});
        assertThat(block(disk, 12000, 1024)).containsOnly('A');
        assertThat(block(disk, 12001, 1024)).startsWith(0xC0, 0x3B, 0x39, 0x98);
        assertThat(block(disk, 12002, 1024)).as("revoked").containsOnly('A');
        assertThat(E2fsprogs.check(disk)).isEmpty();
    }

    @Test
    void e2fsckReplaysWhatWasCommitted() throws Exception {
        for (String features : new String[] {"^inline_data", "^metadata_csum_seed,^metadata_csum,^64bit"}) {
            MemoryDisk disk = E2fsprogs.make(16 << 20, "-b", "1024", "-O", features);
            MemoryDisk[] crashed = new MemoryDisk[1];
            Mounted.run(disk, false, m -> {
                m.mkdir("/d");
                for (int i = 0; i < 200; i++) {
                    m.create("/d/file " + i);
                }
                m.write("/d/content", "committed");
                m.fsync("/d/content");
                // A directory's block is freed, revoked, and holds a file's content from now on.
                m.mkdir("/gone");
                m.fs.sync();
                m.rmdir("/gone");
                m.fs.sync();
                m.write("/d/more", "more ".repeat(1000));
                m.fs.sync();
                crashed[0] = disk.copy();
            });
            Path image = directory.resolve("image");
            E2fsprogs.save(crashed[0], image);
            assertThat(E2fsprogs.run(-1, "e2fsck", "-fy", image.toString())).contains("recovering journal");
            E2fsprogs.run(0, "e2fsck", "-fn", image.toString());
            MemoryDisk recovered = E2fsprogs.load(image);
            assertThat(E2fsprogs.dump(recovered, "/d/content")).isEqualTo("committed".getBytes(StandardCharsets.US_ASCII));
            assertThat(E2fsprogs.dump(recovered, "/d/more")).hasSize(5000);
        }
    }

    @Test
    void theLogWrapsAround() throws Exception {
        MemoryDisk disk = E2fsprogs.make(16 << 20, "-b", "1024", "-J", "size=1");
        MemoryDisk[] crashed = new MemoryDisk[1];
        Mounted.run(disk, false, m -> {
            for (int i = 0; i < 300; i++) {
                m.write("/file" + i, "content " + i);
                m.fsync("/file" + i);
            }
            crashed[0] = disk.copy();
        });
        Mounted.run(crashed[0], false, m -> {
            for (int i = 0; i < 300; i++) {
                assertThat(m.text("/file" + i)).isEqualTo("content " + i);
            }
        });
        assertThat(E2fsprogs.check(crashed[0])).isEmpty();
    }

    @Test
    void aReadOnlyMountRecoversButAReadOnlyDeviceCant() throws Exception {
        MemoryDisk disk = E2fsprogs.make(16 << 20);
        MemoryDisk[] crashed = new MemoryDisk[1];
        Mounted.run(disk, false, m -> {
            m.write("/f", "content");
            m.fsync("/f");
            crashed[0] = disk.copy();
        });
        KernelHarness.inKernel(kernel -> {
            StoreDevice device = new StoreDevice(crashed[0], kernel.frames().memory(), true);
            assertThat(catchThrowable(() -> Ext4FileSystem.mount(new KernelEnvironment(kernel, null), device, true, ""))).isSameAs(Errno.EROFS);
            Mounted old = new Mounted(kernel, Ext4FileSystem.mount(new KernelEnvironment(kernel, null), device, true, "noload"));
            assertThat(old.exists("/f")).isFalse();
            old.fs.unmount();
            Mounted m = Mounted.open(kernel, crashed[0], true, "");
            assertThat(m.text("/f")).isEqualTo("content");
            assertThat(catchThrowable(() -> m.create("/g"))).isSameAs(Errno.EROFS);
            m.fs.unmount();
        });
    }

    @Test
    void aCommitThatFailsEndsWriting() throws Exception {
        MemoryDisk disk = E2fsprogs.make(16 << 20, "-b", "1024");
        KernelHarness.inKernel(kernel -> {
            boolean[] broken = new boolean[1];
            StoreDevice device = new StoreDevice(disk, kernel.frames().memory()) {
                @Override
                public void flush() throws Errno {
                    if (broken[0]) {
                        throw Errno.EIO;
                    }
                    super.flush();
                }
            };
            Mounted m = new Mounted(kernel, Ext4FileSystem.mount(new KernelEnvironment(kernel, null), device, false, "errors=remount-ro"));
            m.write("/f", "kept");
            m.fsync("/f");
            m.write("/g", "lost");
            broken[0] = true;
            assertThat(catchThrowable(() -> m.fsync("/g"))).isSameAs(Errno.EIO);
            assertThat(catchThrowable(() -> m.create("/h"))).isSameAs(Errno.EROFS);
            assertThat(catchThrowable(() -> m.fsync("/f"))).isSameAs(Errno.EROFS);
            assertThat(m.text("/f")).isEqualTo("kept");
            assertThat(kernel.log().messages().stream().filter(l -> l.text().contains("remounting read-only")))
                    .hasSize(1);
            m.fs.unmount();
        });
        Mounted.run(disk, false, m -> assertThat(m.text("/f")).isEqualTo("kept"));
        assertThat(E2fsprogs.check(disk)).isEmpty();
    }
}
