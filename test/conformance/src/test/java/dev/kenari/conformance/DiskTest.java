package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.machine.disk.FileDisk;
import dev.kenari.machine.disk.MemoryDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks and what Debian's tools do with them, judged by the host's e2fsprogs. */
class DiskTest {
    static final String IMAGE = "debian+e2fsprogs,fdisk,sqlite3";
    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    private Path disk(long bytes) throws IOException {
        Path file = directory.resolve("d.img");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return file;
    }

    private static Guest guest() {
        return Guest.of(DebianImage.open(IMAGE));
    }

    /** Runs a tool of the host's; returns what it printed. */
    private static String host(int status, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isEqualTo(status);
        return output;
    }

    private static void needE2fsprogs() {
        boolean there = Stream.of("mke2fs", "e2fsck", "debugfs")
                .allMatch(tool -> Files.isExecutable(Path.of("/sbin", tool)) || Files.isExecutable(Path.of("/usr/sbin", tool)));
        assumeTrue(there, "skipped: needs the Debian package e2fsprogs");
    }

    @Test
    void whatTheGuestWritesTheHostReads() throws Exception {
        needE2fsprogs();
        Path file = disk(512 * MIB);
        Guest.Result result = guest().withDisk(FileDisk.open(file, false))
                .run("sh", "-ec", "mke2fs -q -t ext4 /dev/vda; mount /dev/vda /mnt; cp -a /usr/bin /mnt; umount /mnt;"
                        + " sha256sum /usr/bin/bash /usr/bin/tar /usr/bin/perl");
        assertThat(result.status()).as(result.error()).isZero();
        host(0, "/sbin/e2fsck", "-fn", file.toString());
        for (String line : result.lines()) {
            String[] sum = line.split(" +");
            Path copy = directory.resolve("copy");
            host(0, "/sbin/debugfs", "-R", "dump /bin/" + Path.of(sum[1]).getFileName() + " " + copy, file.toString());
            assertThat(host(0, "sha256sum", copy.toString())).startsWith(sum[0]);
        }
        assertThat(host(0, "/sbin/debugfs", "-R", "stat /bin/bash", file.toString())).contains("Mode:  0755");
    }

    @Test
    void whatTheHostWritesTheGuestReads() throws Exception {
        needE2fsprogs();
        Path tree = Files.createDirectories(directory.resolve("tree/a/b"));
        byte[] content = new byte[3_000_001];
        new java.util.Random(1).nextBytes(content);
        Files.write(tree.resolve("large"), content);
        Files.writeString(tree.resolve("small"), "text\n");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("small"));
        for (int i = 0; i < 500; i++) {
            Files.writeString(tree.resolve("a long name to fill directory blocks with " + i), "" + i);
        }
        Path file = disk(64 * MIB);
        host(0, "/sbin/mke2fs", "-q", "-t", "ext4", "-d", directory.resolve("tree").toString(), file.toString());
        String expected = host(0, "sh", "-ec", "cd '" + directory.resolve("tree") + "'; find . -type f | sort | xargs -d '\n' sha256sum");
        Guest.Result result = guest().withDisk(FileDisk.open(file, true))
                .run("sh", "-ec", "mount -o ro /dev/vda /mnt; cd /mnt; rmdir lost+found 2>/dev/null || true;"
                        + " find . -type f | sort | xargs -d '\n' sha256sum; readlink a/b/link >&2");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.output()).isEqualTo(expected);
        assertThat(result.error()).isEqualTo("small\n");
    }

    @Test
    void whatIsMountedAtTheEndIsCleanOnTheHost() throws Exception {
        needE2fsprogs();
        Path file = disk(64 * MIB);
        Guest.Result result = guest().withDisk(FileDisk.open(file, false))
                .run("sh", "-ec", "mke2fs -q -t ext4 /dev/vda; mount /dev/vda /mnt; echo kept > /mnt/f");
        assertThat(result.status()).as(result.error()).isZero();
        host(0, "/sbin/e2fsck", "-fn", file.toString());
        assertThat(host(0, "/sbin/debugfs", "-R", "cat /f", file.toString())).contains("kept");
    }

    @Test
    void partitionsComeAndGo() throws InterruptedException {
        Guest.Result result = guest().withDisk(new MemoryDisk(64 * MIB))
                .run("sh", "-ec", "printf 'g\nn\n\n\n+20M\nn\n\n\n+10M\nw\n' | fdisk /dev/vda > /dev/null;"
                        + " lsblk -rno NAME,SIZE,TYPE; mke2fs -q -t ext4 -L first /dev/vda1;"
                        + " blkid -s LABEL -s TYPE /dev/vda1; mount LABEL=first /mnt;"
                        + " printf 'd\n1\nw\n' | fdisk /dev/vda > /dev/null 2>&1; ls /dev/vda*; umount /mnt;"
                        + " blockdev --rereadpt /dev/vda; ls /dev/vda*; head -c 1 /dev/vda1 2>&1 || true");
        assertThat(result.lines())
                .as(result.error())
                .containsExactly(
                        "vda 64M disk", "vda1 20M part", "vda2 10M part",
                        "/dev/vda1: LABEL=\"first\" TYPE=\"ext4\"",
                        "/dev/vda", "/dev/vda1", "/dev/vda2",
                        "/dev/vda", "/dev/vda2",
                        "head: cannot open '/dev/vda1' for reading: No such file or directory");
    }

    @Test
    void aFileIsALoopDevice() throws InterruptedException {
        Guest.Result result = guest()
                .run("sh", "-ec", "truncate -s 8M /f; losetup -f --show /f; losetup -nlO NAME,BACK-FILE;"
                        + " echo text > /dev/loop0; losetup -d /dev/loop0; head -c 5 /f; losetup -a;"
                        + " mke2fs -q -t ext4 /f; mount -o loop /f /mnt; echo in > /mnt/f; umount /mnt; losetup -a;"
                        + " e2fsck -fn /f > /dev/null 2>&1; mount -o loop,ro /f /mnt; cat /mnt/f");
        assertThat(result.lines())
                .as(result.error())
                .containsExactly("/dev/loop0", "/dev/loop0 /f", "text", "in");
        assertThat(result.status()).isZero();
    }

    @Test
    void readAndMmapShareOnePageCache() throws InterruptedException {
        MemoryDisk disk = new MemoryDisk(64 * MIB);
        assertThat(guest().withDisk(disk).run("mke2fs", "-q", "-t", "ext4", "/dev/vda").status()).isZero();
        Guest.Result result = Guest.of(DebianImage.open("debian+python3"))
                .withDisk(disk)
                .run("sh", "-ec", """
                        mount /dev/vda /mnt
                        python3 -c '
                        import mmap, os
                        f = os.open("/mnt/f", os.O_RDWR | os.O_CREAT)
                        os.write(f, b"a" * 10000)
                        m = mmap.mmap(f, 10000)
                        m[5000:5004] = b"BBBB"
                        assert os.pread(f, 6, 4999) == b"aBBBBa"
                        os.pwrite(f, b"C", 9000)
                        assert m[9000:9001] == b"C"
                        m.flush()
                        os.fdatasync(f)
                        d = os.open("/mnt/f", os.O_RDONLY | os.O_DIRECT)
                        b = mmap.mmap(-1, 8192)
                        assert os.preadv(d, [b], 0) == 8192 and b[4999:5005] == b"aBBBBa"
                        try:
                            os.preadv(d, [b], 100)
                            assert False
                        except OSError as e:
                            print(e.strerror)
                        os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)
                        assert m[9000:9001] == b"C" and os.pread(f, 1, 9000) == b"C"
                        '
                        umount /mnt; mount /dev/vda /mnt; head -c 9001 /mnt/f | tail -c 1""");
        assertThat(result.output()).as(result.error()).isEqualTo("Invalid argument\nC");
    }

    @Test
    void synchronousFilesAreFlushedHoweverTheyAreWritten() throws InterruptedException {
        MemoryDisk disk = new MemoryDisk(64 * MIB);
        assertThat(guest().withDisk(disk).run("mke2fs", "-q", "-t", "ext4", "/dev/vda").status()).isZero();
        Guest.Result result = Guest.of(DebianImage.open("debian+python3"))
                .withDisk(disk)
                .run("sh", "-ec", """
                        mount /dev/vda /mnt
                        python3 -c '
                        import os
                        source = os.open("/tmp/source", os.O_RDWR | os.O_CREAT)
                        os.write(source, b"a" * 9000)
                        def flushes():
                            return int(open("/sys/block/vda/stat").read().split()[15])
                        def pipe(to):
                            r, w = os.pipe()
                            os.write(w, b"piped")
                            return os.splice(r, to, 5)
                        for flags in os.O_SYNC, os.O_DSYNC, 0:
                            to = os.open("/mnt/f", os.O_WRONLY | os.O_CREAT | flags)
                            for write in (lambda: os.write(to, b"x"), lambda: os.sendfile(to, source, 0, 9000),
                                          lambda: os.copy_file_range(source, to, 9000, 0), lambda: pipe(to)):
                                before = flushes()
                                print(write(), flushes() > before)
                        '""");
        String flushed = "1 True\n9000 True\n9000 True\n5 True\n";
        assertThat(result.output()).as(result.error()).isEqualTo(flushed + flushed + flushed.replace("True", "False"));
    }
}
