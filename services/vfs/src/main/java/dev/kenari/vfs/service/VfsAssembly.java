package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DiskFileSystemType;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.FileSystemType;
import dev.kenari.vfs.FileSystemTypes;
import dev.kenari.vfs.MiscDevices;
import dev.kenari.vfs.PendingSignals;
import dev.kenari.vfs.RootLayers;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import dev.kenari.vfs.block.LoopDevices;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.DescriptorTable;
import dev.kenari.vfs.file.FsContext;
import dev.kenari.vfs.file.MemoryDevice;
import dev.kenari.vfs.fuse.FuseConnections;
import dev.kenari.vfs.fuse.FuseControl;
import dev.kenari.vfs.fuse.FuseDevice;
import dev.kenari.vfs.fuse.FuseFileSystem;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.SuperBlock;
import dev.kenari.vfs.overlay.Overlays;
import dev.kenari.vfs.tmpfs.TmpBudget;
import dev.kenari.vfs.tmpfs.TmpFs;
import dev.kenari.vfs.tmpfs.TmpPopulation;

/** Puts the parts of the file service together. */
public final class VfsAssembly implements VfsComponent, FileSystemTypes {
    private static final int STICKY_FOR_ALL = 01777;

    private final Kernel kernel;
    private final Connector connector;
    private final VirtualFileSystem shared;
    private final TmpBudget budget;
    private final Opening opening;
    private final Vfs vfs;
    private final ChannelService channels;
    private final DeviceTree devices;
    private final MiscDeviceTable misc;
    private final BlockRegistration disks;
    private final FileSystem devtmpfs;
    private final FuseConnections fuse;

    public VfsAssembly(Kernel kernel, Connector connector) throws Errno {
        this.kernel = kernel;
        this.connector = connector;
        this.budget = TmpBudget.of(kernel.frames());
        this.devtmpfs = connect(new TmpFs(kernel, budget, "devtmpfs", 0755));
        this.devices = new DeviceTree(devtmpfs, kernel);
        this.shared = new VirtualFileSystem(kernel, devices);
        this.fuse = new FuseConnections(shared::caller);
        this.misc = new MiscDeviceTable(kernel, this.devices);
        this.disks = new BlockRegistration(kernel, connector, shared.disks());
        SuperBlock devices = shared.mounts().superBlock(devtmpfs);
        devices.mounted();
        this.devices.whenRemoved(devices.rootDentry()::forget);
        Creation creation = new Creation();
        this.opening = new Opening(shared, creation);
        MemoryFiles memoryFiles = new MemoryFiles(shared, connect(new TmpFs(kernel, budget, "tmpfs", STICKY_FOR_ALL)));
        this.vfs = new VfsParts(
                new ClientCalls(shared),
                new DescriptorCalls(shared, opening, memoryFiles),
                new TransferCalls(shared),
                new NameCalls(shared, creation),
                new AttributeCalls(shared),
                new MountCalls(shared),
                new LockCalls(shared),
                new HandleCalls(shared, opening),
                new ReadinessCalls(shared),
                new DiskCalls(shared));
        this.channels = new ChannelService(kernel, shared, vfs);
        register("tmpfs", (source, options) -> connect(TmpFs.mount(kernel, budget, options)));
        register("devtmpfs", (source, options) -> devtmpfs);
        for (String type : new String[] {"fuse", "fuseblk"}) {
            shared.mounts().registerForMounters(type, (mounter, fullType, source, options) ->
                    FuseFileSystem.mount(kernel, fuse, mounter, fullType, options, this::connect));
        }
        FileSystem fuseControl = connect(new FuseControl(kernel, fuse));
        register("fusectl", (source, options) -> fuseControl);
        shared.mounts().registerForMounters("overlay", (mounter, type, source, options) ->
                connect(Overlays.mount(path -> shared.walk(mounter, path), options)));
        addStandardDevices();
    }

    private FileSystem connect(FileSystem fileSystem) {
        return connector.connect(FileSystem.class, fileSystem);
    }

    private void addStandardDevices() throws Errno {
        devices.directory("pts", 0755);
        devices.directory("shm", STICKY_FOR_ALL);
        devices.directory("mqueue", STICKY_FOR_ALL);
        for (MemoryDevice.Kind kind : MemoryDevice.Kind.values()) {
            addDevice(kind.fileName(), 0666, MemoryDevice.MAJOR, kind.minor());
        }
        register(MiscDevices.MAJOR, misc);
        LoopDevices loops = new LoopDevices(kernel, shared.disks());
        misc.register("loop-control", LoopDevices.CONTROL_MINOR, 0660, loops, ModuleReference.BUILT_IN);
        addDevice("fuse", 0666, FuseDevice.MAJOR, FuseDevice.MINOR);
        addDeviceLink("fd", "/proc/self/fd");
        addDeviceLink("stdin", "/proc/self/fd/0");
        addDeviceLink("stdout", "/proc/self/fd/1");
        addDeviceLink("stderr", "/proc/self/fd/2");
    }

    @Override
    public Vfs vfs() {
        return vfs;
    }

    @Override
    public Channels channels() {
        return channels;
    }

    @Override
    public void setPendingSignals(PendingSignals source) {
        channels.setPendingSignals(source);
    }

    @Override
    public Tmpfs tmpfs() {
        TmpFs made = new TmpFs(kernel, budget, "tmpfs", 0755);
        return new Tmpfs(connect(made), new TmpPopulation(made));
    }

    @Override
    public FileSystem devtmpfs() {
        return devtmpfs;
    }

    @Override
    public void mountRoot(RootLayers layers) throws Errno {
        new RootMount(shared, this::connect).mount(layers, tmpfs().fileSystem());
    }

    @Override
    public void mount(FileSystem fileSystem, String source, String target, long flags) throws Errno {
        Path root = shared.mounts().root().rootPath();
        FsContext fs = new FsContext(root, root, 0);
        try {
            Client kernelClient = new Client(
                    0, 0, new DescriptorTable(), fs, shared.mounts().initial(), Credentials.ROOT);
            Path where = shared.walk(kernelClient, target);
            if (!where.inode().isDirectory()) {
                throw Errno.ENOTDIR;
            }
            shared.mounts().mount(fileSystem, source, where, (int) flags);
        } finally {
            fs.release();
        }
    }

    @Override
    public void register(String name, FileSystemType type) {
        shared.mounts().registerForMounters(name, (mounter, fullType, source, options) -> type.mount(source, options));
    }

    @Override
    public void register(String name, DiskFileSystemType type, ModuleReference owner) {
        shared.mounts().register(
                name, (device, readOnly, options) -> connect(type.mount(device, readOnly, options)), owner);
    }

    @Override
    public void unregister(String name) {
        shared.mounts().unregister(name);
    }

    @Override
    public FileSystemTypes fileSystemTypes() {
        return this;
    }

    @Override
    public BlockDrivers blockDrivers() {
        return disks;
    }

    @Override
    public MiscDevices miscDevices() {
        return misc;
    }

    @Override
    public void register(int major, CharDevice driver) {
        opening.register(major, driver);
    }

    @Override
    public void addDevice(String name, int mode, int major, int minor) throws Errno {
        devices.make(name, FileMode.S_IFCHR | mode, DeviceNumber.of(major, minor), null);
    }

    @Override
    public void addDeviceLink(String name, String target) throws Errno {
        devices.make(name, FileMode.S_IFLNK | 0777, 0, target);
    }
}
