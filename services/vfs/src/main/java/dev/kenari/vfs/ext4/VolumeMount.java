package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.component.Environment;
import java.util.Set;

/** How a volume comes into use and goes out of it: recovery, the marks in the superblock, and the way back. */
final class VolumeMount {
    private static final long NANOS = 1_000_000_000L;

    private final Volume volume;
    private final FileContents contents;
    private final Set<Integer> known;
    private Journal journal;

    private VolumeMount(Volume volume, FileContents contents, Set<Integer> known) {
        this.volume = volume;
        this.contents = contents;
        this.known = known;
    }

    Volume volume() {
        return volume;
    }

    FileContents contents() {
        return contents;
    }

    /**
     * Opens the file system on a device, after what the log says has been done.
     *
     * @param known inodes that the vfs knows from the instance before
     */
    static VolumeMount open(Environment environment, BlockDevice device, MountOptions options, Set<Integer> known)
            throws Errno {
        Volume volume = opened(environment, device, options);
        if (volume.superblock().incompat(Superblock.INCOMPAT_RECOVER) && !options.noLoad()) {
            recover(volume);
            // What was read before may have been replaced.
            volume = new Volume(environment, device, options, false);
        }
        VolumeMount mount = new VolumeMount(volume, new FileContents(volume, environment), known);
        if (!options.readOnly()) {
            mount.activate();
        }
        return mount;
    }

    /** A superblock whose write was cut off is in the log: it is written before the log lets it go. */
    private static Volume opened(Environment environment, BlockDevice device, MountOptions options) throws Errno {
        try {
            return new Volume(environment, device, options, false);
        } catch (Errno e) {
            if (e != Errno.EBADMSG || options.noLoad()) {
                throw e;
            }
        }
        Volume torn = new Volume(environment, device, options, true);
        if (!torn.superblock().compat(Superblock.COMPAT_HAS_JOURNAL)) {
            throw Errno.EBADMSG;
        }
        recover(torn);
        return new Volume(environment, device, options, false);
    }

    private static void recover(Volume volume) throws Errno {
        if (volume.device().readOnly()) {
            throw Errno.EROFS;
        }
        JournalLog log = log(volume);
        Journal.recover(log, Journal.superblock(log), volume.superblock().blocks);
    }

    /** Where the journal's blocks are. */
    private static JournalLog log(Volume volume) throws Errno {
        if (volume.superblock().hasExternalJournal()) {
            throw Errno.EINVAL;
        }
        long[] blocks = volume.look(() -> {
            Ext4Inode inode = volume.used(volume.superblock().journalInode());
            long count = inode.size() / volume.superblock().blockSize;
            if (count <= 0 || count > volume.superblock().blocks || count > Integer.MAX_VALUE) {
                throw volume.corrupt("the journal's size is impossible");
            }
            long[] all = new long[(int) count];
            for (int at = 0; at < count; ) {
                Extent extent = BlockMap.find(volume, inode, at);
                if (!extent.hasData()) {
                    throw volume.corrupt("the journal has a hole");
                }
                for (; at < Math.min(count, extent.end()); at++) {
                    all[at] = extent.locate(at);
                }
            }
            return all;
        });
        return new JournalLog(volume.device(), volume.superblock().blockSize, blocks);
    }

    /** From here on the volume may be changed. */
    void activate() throws Errno {
        Superblock superblock = volume.superblock();
        if (volume.device().readOnly() || !superblock.writable()) {
            throw Errno.EROFS;
        }
        if (superblock.compat(Superblock.COMPAT_HAS_JOURNAL)) {
            JournalLog log = log(volume);
            JournalSuperblock header = Journal.superblock(log);
            // A log that is not empty is ignored where the superblock says that nothing has to be recovered.
            header.setTail(0, header.sequence());
            journal = Journal.open(log, header, superblock.incompat(Superblock.INCOMPAT_64BIT), superblock.checksums());
        }
        volume.transaction().setJournal(journal);
        volume.writeSuperblock(() -> {
            volume.countFree();
            mark(true);
            superblock.setMounted(volume.now() / NANOS);
            return null;
        });
        volume.setReadOnly(false);
        volume.orphans().recover(contents, known);
        volume.commit();
    }

    /** What the superblock says of a file system in use. */
    private void mark(boolean inUse) {
        Superblock superblock = volume.superblock();
        if (journal != null) {
            superblock.setIncompat(Superblock.INCOMPAT_RECOVER, inUse);
        } else {
            superblock.setClean(!inUse);
        }
        superblock.setRoCompat(
                Superblock.RO_COMPAT_ORPHAN_PRESENT,
                superblock.compat(Superblock.COMPAT_ORPHAN_FILE) && (inUse || !volume.orphans().isEmpty()));
    }

    /** Everything is stable and in its place, and the superblock says so. */
    void deactivate() throws Errno {
        if (volume.readOnly()) {
            return;
        }
        volume.checkpoint();
        volume.writeSuperblock(() -> {
            mark(false);
            volume.superblock().setWritten(volume.now() / NANOS);
            return null;
        });
        if (journal != null) {
            journal.close();
        }
        volume.setReadOnly(true);
    }
}
