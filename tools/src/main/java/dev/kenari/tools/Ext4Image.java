package dev.kenari.tools;

import dev.kenari.designs.Outcome;
import dev.kenari.designs.Program;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.SystemRequest;
import dev.kenari.designs.Volume;
import dev.kenari.designs.monolithic.Monolithic;
import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.Images;
import dev.kenari.image.RootFileSystem;
import dev.kenari.kernel.CommandLine;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.component.Connector;
import dev.kenari.machine.StandardStreams;
import dev.kenari.machine.disk.FileDisk;
import dev.kenari.machine.riscv.Harts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Writes an image as an ext4 file system: Debian's mke2fs does it, as a guest program on a disk that becomes the file. The same image gives
 * the same bytes.
 */
final class Ext4Image {
    private static final String BUILDER = "debian+e2fsprogs";
    private static final String SHARE = "/mnt";
    private static final String TAR = "image.tar";
    private static final String SCRIPT = "set -e; mkdir /image; tar -xpf " + SHARE + "/" + TAR + " -C /image --numeric-owner;"
            + " exec mke2fs -q -t ext4 -m 0 -U %1$s -E hash_seed=%1$s,root_owner=0:0 -d /image /dev/vda";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final long BLOCK = 4096;
    private static final long LEAST = 64L << 20;
    private static final long UNIT = 1L << 20;
    private static final long SPARE_MEMORY = 768L << 20;

    private Ext4Image() {}

    /** @throws ImageException with one line; then the file is not there, or as it was */
    static void write(RootFileSystem image, Path file) throws ImageException {
        Path target = file.toAbsolutePath().normalize();
        Path directory = null;
        Path disk = null;
        try {
            directory = Files.createTempDirectory("kenari-ext4");
            Images.export(image, directory.resolve(TAR));
            disk = Files.createTempFile(target.getParent(), ".kenari-", ".ext4");
            long content = content(image);
            try (RandomAccessFile sized = new RandomAccessFile(disk.toFile(), "rw")) {
                // Room for the journal, the inodes, and a quarter to spare.
                sized.setLength((content + content / 4 + LEAST + UNIT - 1) / UNIT * UNIT);
            }
            format(image, directory, disk, content);
            Files.move(disk, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImageException("cannot-write-image", file + ": " + e.getMessage(), e);
        } finally {
            delete(disk);
            delete(directory == null ? null : directory.resolve(TAR));
            delete(directory);
        }
    }

    /** What the files take, with an inode and an entry for each. */
    private static long content(RootFileSystem image) {
        long bytes = 0;
        for (Entry entry : image.entries()) {
            long size = entry.type() == EntryType.FILE ? entry.size() : 0;
            bytes += (size + BLOCK - 1) / BLOCK * BLOCK + BLOCK / 4;
        }
        return bytes;
    }

    private static void format(RootFileSystem image, Path share, Path disk, long content)
            throws ImageException, IOException {
        UUID id = UUID.nameUUIDFromBytes(image.id().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        RootFileSystem builder = ImageCommand.open(BUILDER, false);
        try (FileDisk store = FileDisk.open(disk, false)) {
            SystemRequest request = new SystemRequest(
                    (content + SPARE_MEMORY) / UNIT * UNIT,
                    1,
                    Harts::create,
                    OptionalLong.of(0),
                    new KernelConfiguration("kenari", CommandLine.EMPTY),
                    ImageRoot.of(builder),
                    List.of(new Volume(share, SHARE, true)),
                    List.of(store),
                    new Program(
                            List.of("sh", "-c", SCRIPT.formatted(id)),
                            Environment.of(List.of("E2FSPROGS_FAKE_TIME=1"), false, "/root", "kenari"),
                            "/",
                            null),
                    null,
                    new StandardStreams(InputStream.nullInputStream(), errors, errors),
                    Monolithic.DESIGN,
                    Connector.DIRECT,
                    null,
                    false);
            try (RunningSystem system = RunningSystem.boot(request)) {
                Optional<Outcome> outcome = system.await(LIMIT);
                if (outcome.isEmpty() || outcome.get().status() != 0) {
                    String said = errors.toString(StandardCharsets.UTF_8).strip();
                    throw new ImageException(
                            "mke2fs-failed", said.isEmpty() ? "the guest did not end in time" : said.lines().toList().getLast());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", "the image was being written", e);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("kenari: " + file + " is left behind: " + e.getMessage());
        }
    }
}
