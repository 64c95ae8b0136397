package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.DiskStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A file system with a mistake, made by the device below it. A harness that looks for lost data has to notice each of them. */
enum PlantedBug {
    /** The log's blocks may follow the block that commits them. */
    NO_BARRIER_BEFORE_COMMIT,
    /** fsync(2) returns before the commit block is stable. */
    NO_BARRIER_AFTER_COMMIT,
    /** The log is let go before what it held is in its place. */
    NO_BARRIER_AFTER_CHECKPOINT,
    /** A file's data follows the block map that leads to it (not data=ordered). */
    DATA_AFTER_COMMIT,
    /** What a freed block held is replayed over its new content. */
    REVOKES_LOST;

    StoreDevice device(DiskStore store, PhysicalMemory memory) {
        return new Device(this, store, memory);
    }

    private static final class Device extends StoreDevice {
        private final PlantedBug bug;
        private final PhysicalMemory memory;
        private final List<BlockWrite> late = new ArrayList<>();
        /** Of what was written since the last flush. */
        private boolean log;
        private boolean commit;

        Device(PlantedBug bug, DiskStore store, PhysicalMemory memory) {
            super(store, memory);
            this.bug = bug;
            this.memory = memory;
        }

        private static int type(byte[] block) {
            ByteBuffer in = ByteBuffer.wrap(block);
            return in.getInt(0) == JournalSuperblock.MAGIC ? in.getInt(4) : 0;
        }

        @Override
        public void write(List<BlockWrite> writes) throws Errno {
            List<BlockWrite> changed = new ArrayList<>();
            for (BlockWrite write : writes) {
                byte[] bytes = write.bytes();
                int type = type(bytes);
                log |= type == JournalBlock.DESCRIPTOR || type == JournalBlock.REVOKE;
                commit |= type == JournalBlock.COMMIT;
                if (bug == REVOKES_LOST && type == JournalBlock.REVOKE) {
                    // None, in a log without checksums.
                    bytes = bytes.clone();
                    ByteBuffer.wrap(bytes).putInt(JournalBlock.REVOKE_COUNT, JournalBlock.REVOKE_HEADER);
                }
                changed.add(new BlockWrite(write.sector(), bytes));
            }
            super.write(changed);
        }

        @Override
        public void transfer(List<BlockTransfer> transfers) throws Errno {
            List<BlockTransfer> now = new ArrayList<>();
            for (BlockTransfer transfer : transfers) {
                if (bug == DATA_AFTER_COMMIT && transfer.write()) {
                    byte[] bytes = new byte[transfer.length()];
                    memory.read(transfer.address(), bytes, 0, bytes.length);
                    late.add(new BlockWrite(transfer.sector(), bytes));
                } else {
                    now.add(transfer);
                }
            }
            super.transfer(now);
        }

        @Override
        public void flush() throws Errno {
            boolean forgotten = switch (bug) {
                case NO_BARRIER_BEFORE_COMMIT -> log;
                case NO_BARRIER_AFTER_COMMIT -> commit;
                case NO_BARRIER_AFTER_CHECKPOINT -> !log && !commit;
                default -> false;
            };
            boolean committed = commit;
            log = false;
            commit = false;
            if (!forgotten) {
                super.flush();
            }
            if (committed || late.size() > 1000) {
                super.write(late);
                late.clear();
            }
        }
    }
}
