package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import java.util.List;

/** sysfs(5): the tree follows the block devices and modules that come and go. */
final class SysFs extends PseudoFileSystem {
    private static final long MAGIC = 0x6265_6572L;

    private final PseudoTree tree;
    private final DiskFiles disks;
    private final ModuleFiles modules;

    SysFs(PseudoTree tree, DiskFiles disks, ModuleFiles modules, Kernel kernel) {
        super("sysfs", MAGIC, tree, kernel);
        this.tree = tree;
        this.disks = disks;
        this.modules = modules;
    }

    private void refresh() {
        disks.refresh(tree);
        modules.refresh(tree);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        refresh();
        return super.lookup(directory, name);
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) throws Errno {
        refresh();
        return super.readDirectory(node, cookie, limit);
    }
}
