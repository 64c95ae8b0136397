package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.DiskState;
import dev.kenari.vfs.Disks;
import dev.kenari.vfs.block.BlockVolume;
import dev.kenari.vfs.namespace.SuperBlock;
import java.util.ArrayList;
import java.util.List;

/** {@link Disks}. */
final class DiskCalls implements Disks {
    private final VirtualFileSystem vfs;

    DiskCalls(VirtualFileSystem vfs) {
        this.vfs = vfs;
    }

    @Override
    public List<DiskState> disks() {
        List<DiskState> states = new ArrayList<>();
        for (BlockVolume volume : vfs.disks().volumes()) {
            states.add(new DiskState(
                    volume.name(),
                    volume.number(),
                    volume.disk().name(),
                    volume.partition(),
                    volume.start(),
                    volume.device().sectors(),
                    volume.device().readOnly(),
                    volume.device().limits(),
                    volume.device().statistics(),
                    volume.backing(),
                    volume.backingOffset(),
                    volume.autoclear()));
        }
        return states;
    }

    private void sync(SuperBlock superBlock) {
        try {
            superBlock.sync();
        } catch (Errno e) {
            vfs.kernel().log().warn(superBlock.type() + ": not everything could be written at shutdown: " + e);
        }
    }

    @Override
    public List<String> drivers() {
        List<String> lines = new ArrayList<>();
        vfs.disks().majors().forEach((major, name) -> lines.add("%3d %s".formatted(major, name)));
        return lines;
    }

    @Override
    public void shutDown() {
        for (SuperBlock superBlock : vfs.mounts().superBlocks()) {
            if (superBlock.description().layered()) {
                sync(superBlock);
            }
        }
        for (SuperBlock superBlock : vfs.mounts().onDisks()) {
            try {
                superBlock.shutDown();
            } catch (Errno e) {
                vfs.kernel().log().warn(superBlock.type() + ": not everything could be written at shutdown: " + e);
            }
        }
        for (BlockVolume volume : vfs.disks().volumes()) {
            try {
                volume.sync();
            } catch (Errno e) {
                vfs.kernel().log().warn(volume.name() + ": not everything could be written at shutdown: " + e);
            }
        }
    }
}
