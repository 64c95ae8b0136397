package dev.kenari.tools;

import dev.kenari.abi.Errno;
import dev.kenari.designs.RootImage;
import dev.kenari.image.RootFileSystem;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What the root file system of a run is made of.
 *
 * @param image null if it is on {@code disk}
 * @param disk an ext4 image, which is only read; null if there is none
 * @param keep the disk that keeps changes; null if nobody does
 */
record RootSource(ImageRoot image, Path disk, Path keep) {
    private static final int EXT4_MAGIC_AT = 1024 + 56;
    private static final int EXT4_UUID_AT = 1024 + 104;
    private static final int UUID_BYTES = 16;

    /** @param keep what {@code --keep} says; null without it */
    static RootSource open(String reference, String keep) {
        String uuid = uuid(reference);
        if (uuid != null) {
            Path disk = Path.of(reference).toAbsolutePath().normalize();
            return new RootSource(null, disk, keep == null ? null : KeptChanges.disk(keep, uuid, reference));
        }
        RootFileSystem image = ImageCommand.open(reference, false);
        return new RootSource(
                ImageRoot.of(image), null, keep == null ? null : KeptChanges.disk(keep, image.id(), reference));
    }

    /** The UUID of an ext4 file system in a host file; null if it is anything else. */
    private static String uuid(String reference) {
        Path file = Path.of(reference);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() < EXT4_UUID_AT + UUID_BYTES) {
                return null;
            }
            in.seek(EXT4_MAGIC_AT);
            if (in.read() != 0x53 || in.read() != 0xEF) {
                return null;
            }
            byte[] uuid = new byte[UUID_BYTES];
            in.seek(EXT4_UUID_AT);
            in.readFully(uuid);
            return HexFormat.of().formatHex(uuid);
        } catch (IOException e) {
            throw new UserError("unreadable-image", file + ": " + e.getMessage());
        }
    }

    /** Attaches what it needs after the user's own disks. */
    RootImage attach(Disks disks) {
        return new Attached(
                image, disk == null ? -1 : disks.add(disk, true), keep == null ? -1 : disks.add(keep, false));
    }

    private record Attached(ImageRoot image, int disk, int keepDisk) implements RootImage {
        @Override
        public Path data() {
            return image == null ? null : image.data();
        }

        @Override
        public void populate(Population into, ImageSource data) throws Errno {
            image.populate(into, data);
        }
    }
}
