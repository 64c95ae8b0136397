package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Inodes that a crash would leave behind: without a name but in use, or being truncated. They are noted in the orphan file, or where there
 * is none in a list that begins in the superblock and goes on in the inodes' times of deletion.
 */
final class Orphans {
    private static final long IN_LIST = -1;

    private final Volume volume;
    /** Where each is noted: its slot in the file, or {@link #IN_LIST}. */
    private final Map<Integer, Long> places = new HashMap<>();

    Orphans(Volume volume) {
        this.volume = volume;
    }

    private boolean hasFile() {
        return volume.superblock().compat(Superblock.COMPAT_ORPHAN_FILE);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    boolean contains(int inode) {
        return places.containsKey(inode);
    }

    void add(Ext4Inode inode) throws Errno {
        if (contains(inode.number)) {
            return;
        }
        long slot = hasFile() ? new OrphanFile(volume).freeSlot() : IN_LIST;
        if (slot >= 0) {
            new OrphanFile(volume).put(slot, inode.number);
        } else {
            volume.edit(inode);
            inode.setDeletionTime(volume.superblock().lastOrphan());
            volume.editSuperblock().setLastOrphan(inode.number);
        }
        note(inode.number, slot);
    }

    private void note(int inode, Long slot) {
        Long before = slot == null ? places.remove(inode) : places.put(inode, slot);
        volume.cache().onUndo(() -> {
            if (before == null) {
                places.remove(inode);
            } else {
                places.put(inode, before);
            }
        });
    }

    void remove(Ext4Inode inode) throws Errno {
        Long place = places.get(inode.number);
        if (place == null) {
            return;
        }
        if (place >= 0) {
            new OrphanFile(volume).put(place, 0);
        } else {
            unlink(inode);
        }
        note(inode.number, null);
    }

    private void unlink(Ext4Inode inode) throws Errno {
        int next = inode.deletionTime();
        volume.edit(inode);
        inode.setDeletionTime(0);
        if (volume.superblock().lastOrphan() == inode.number) {
            volume.editSuperblock().setLastOrphan(next);
            return;
        }
        int at = volume.superblock().lastOrphan();
        for (int steps = 0; steps <= places.size(); steps++) {
            Ext4Inode before = volume.inode(at);
            if (before.deletionTime() == inode.number) {
                volume.edit(before).setDeletionTime(next);
                return;
            }
            at = before.deletionTime();
        }
        throw volume.corrupt("the list of orphans is broken");
    }

    /**
     * At mount: finishes what was under way for every orphan that the disk knows.
     *
     * @param known inodes that the vfs knows from the instance before: without a name they stay until it forgets them
     */
    void recover(FileContents contents, Set<Integer> known) throws Errno {
        if (hasFile()) {
            long slots = volume.look(() -> new OrphanFile(volume).blocks() * new OrphanFile(volume).slotsPerBlock());
            for (long slot = 0; slot < slots; slot++) {
                long at = slot;
                int number = volume.look(() -> new OrphanFile(volume).get(at));
                if (number != 0) {
                    finish(contents, number, slot, known);
                }
            }
        }
        for (int next = volume.superblock().lastOrphan(); next != 0 && volume.superblock().lastOrphan() != 0; ) {
            int number = next;
            next = volume.look(() -> volume.inodes().inUse(number) ? volume.inode(number).deletionTime() : 0);
            finish(contents, number, IN_LIST, known);
        }
    }

    private void finish(FileContents contents, int number, long place, Set<Integer> known) throws Errno {
        boolean inUse = volume.look(() -> volume.inodes().inUse(number));
        if (!inUse || places.containsKey(number)) {
            volume.corrupt("orphan " + number + " is no file");
            volume.change(() -> {
                if (place >= 0) {
                    new OrphanFile(volume).put(place, 0);
                } else {
                    volume.editSuperblock().setLastOrphan(0);
                }
                return null;
            });
            return;
        }
        places.put(number, place);
        if (known.contains(number) && volume.look(() -> volume.used(number).links()) == 0) {
            return;
        }
        contents.finish(number);
        assert !places.containsKey(number) : "orphan " + number + " stays";
    }
}
