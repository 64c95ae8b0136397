package dev.kenari.modules.ext4;

import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.LoadableModule;
import dev.kenari.kernel.module.ModuleContext;
import dev.kenari.vfs.DiskFileSystemType;
import dev.kenari.vfs.FileSystemTypes;
import dev.kenari.vfs.ext4.Ext4FileSystem;

/** The file system ext4 with its journal, which is no module of its own here. */
@KernelModule(
        name = "ext4",
        path = "fs/ext4/ext4.ko",
        description = "Fourth Extended Filesystem",
        aliases = {"fs-ext2", "fs-ext3", "fs-ext4"},
        packages = "dev.kenari.vfs.ext4")
public final class Ext4 implements LoadableModule {
    private FileSystemTypes types;

    @Override
    public void load(ModuleContext context) {
        types = context.service(FileSystemTypes.class);
        for (String type : DiskFileSystemType.EXT_TYPES) {
            types.register(
                    type,
                    (device, readOnly, options) -> Ext4FileSystem.mount(context.environment(null), device, readOnly, options),
                    context.owner());
        }
    }

    @Override
    public void unload() {
        DiskFileSystemType.EXT_TYPES.forEach(types::unregister);
    }
}
