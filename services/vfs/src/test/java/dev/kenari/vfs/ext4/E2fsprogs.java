package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The host's mke2fs, e2fsck and debugfs, which know the format best. Tests that need them are skipped without them. */
final class E2fsprogs {
    /** What Debian 13's mke2fs -t ext4 turns on. */
    static final String DEBIAN_FEATURES = "has_journal,extent,huge_file,flex_bg,metadata_csum,metadata_csum_seed,64bit,dir_nlink,"
            + "extra_isize,orphan_file,sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr";

    private static final int CHUNK = 1 << 20;

    private E2fsprogs() {}

    static void assumePresent() {
        assumeTrue(find("mke2fs") != null && find("e2fsck") != null && find("debugfs") != null,
                "needs the Debian package e2fsprogs");
    }

    private static String find(String tool) {
        for (String directory : List.of("/usr/sbin/", "/sbin/", "/usr/bin/")) {
            if (Files.isExecutable(Path.of(directory + tool))) {
                return directory + tool;
            }
        }
        return null;
    }

    /** What a tool printed; {@code status} 0 if it must succeed, -1 for any. */
    static String run(int status, String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(find(tool)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MKE2FS_SKIP_PROGRESS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", tool).isTrue();
        if (status >= 0) {
            assertThat(process.exitValue()).as("%s: %s", command, output).isEqualTo(status);
        }
        return output;
    }

    /** A new file system with Debian 13's features. @param more arguments of mke2fs */
    static MemoryDisk make(long bytes, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-q", "-F", "-t", "ext4", "-O", DEBIAN_FEATURES));
        arguments.addAll(List.of(more));
        return format(bytes, arguments);
    }

    /** A new file system as the arguments say. */
    static MemoryDisk format(long bytes, List<String> options) throws IOException, InterruptedException {
        Path file = Files.createTempFile("kenari-ext4", ".img");
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), bytes - 1);
            }
            List<String> arguments = new ArrayList<>(options);
            arguments.add(file.toString());
            run(0, "mke2fs", arguments.toArray(String[]::new));
            return load(file);
        } finally {
            Files.delete(file);
        }
    }

    static MemoryDisk load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MemoryDisk disk = new MemoryDisk(channel.size());
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = 0; at < channel.size(); ) {
                chunk.clear();
                int count = channel.read(chunk, at);
                disk.write(at, chunk.flip());
                at += count;
            }
            return disk;
        }
    }

    static void save(DiskStore disk, Path file) throws IOException {
        byte[] zeroes = new byte[CHUNK];
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long at = 0; at < disk.size(); at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, disk.size() - at));
                disk.read(at, chunk);
                chunk.flip();
                boolean empty = java.util.Arrays.equals(
                        chunk.array(), 0, chunk.limit(), zeroes, 0, chunk.limit());
                if (!empty || at + CHUNK >= disk.size()) {
                    channel.write(chunk, at);
                }
            }
        }
    }

    /** What e2fsck -fn complains of; empty if nothing. */
    static String check(DiskStore disk) throws IOException, InterruptedException {
        Path file = Files.createTempFile("kenari-ext4", ".img");
        try {
            save(disk, file);
            Process process = new ProcessBuilder(find("e2fsck"), "-fn", file.toString()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return process.waitFor() == 0 ? "" : output;
        } finally {
            Files.delete(file);
        }
    }

    /** What debugfs prints for a request. */
    static String debugfs(DiskStore disk, String request) throws IOException, InterruptedException {
        Path file = Files.createTempFile("kenari-ext4", ".img");
        try {
            save(disk, file);
            return run(0, "debugfs", "-R", request, file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** The content of a file, by debugfs. */
    static byte[] dump(DiskStore disk, String path) throws IOException, InterruptedException {
        Path out = Files.createTempFile("kenari-ext4", ".dump");
        try {
            debugfs(disk, "dump " + path + " " + out);
            return Files.readAllBytes(out);
        } finally {
            Files.delete(out);
        }
    }
}
