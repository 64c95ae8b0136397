package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.Clients;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.Descriptors;
import dev.kenari.vfs.DiskState;
import dev.kenari.vfs.Disks;
import dev.kenari.vfs.FileAttributes;
import dev.kenari.vfs.FileHandles;
import dev.kenari.vfs.FileLocks;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.MountedFileSystem;
import dev.kenari.vfs.Mounts;
import dev.kenari.vfs.Names;
import dev.kenari.vfs.OpenFile;
import dev.kenari.vfs.Readiness;
import dev.kenari.vfs.RecordLock;
import dev.kenari.vfs.Stat;
import dev.kenari.vfs.Transfer;
import dev.kenari.vfs.Vfs;
import java.util.List;

/** {@link Vfs} as its parts carry it out. */
record VfsParts(
        Clients clients,
        Descriptors descriptors,
        Transfer transfer,
        Names names,
        FileAttributes attributes,
        Mounts mounts,
        FileLocks fileLocks,
        FileHandles handles,
        Readiness readiness,
        Disks blockDevices)
        implements Vfs {
    @Override
    public List<DiskState> disks() {
        return blockDevices.disks();
    }

    @Override
    public List<String> drivers() {
        return blockDevices.drivers();
    }

    @Override
    public void shutDown() {
        blockDevices.shutDown();
    }

    @Override
    public int attach(int parent, int process, boolean shareFiles, boolean shareFs) throws Errno {
        return clients.attach(parent, process, shareFiles, shareFs);
    }

    @Override
    public void detach(int client) throws Errno {
        clients.detach(client);
    }

    @Override
    public void unshare(int client, boolean files, boolean fs) throws Errno {
        clients.unshare(client, files, fs);
    }

    @Override
    public void unshareMounts(int client) throws Errno {
        mounts.unshareMounts(client);
    }

    @Override
    public void enterMounts(int client, int fd) throws Errno {
        mounts.enterMounts(client, fd);
    }

    @Override
    public void enterMountsOf(int client, int other) throws Errno {
        mounts.enterMountsOf(client, other);
    }

    @Override
    public void pivotRoot(int client, String newRoot, String oldRoot) throws Errno {
        mounts.pivotRoot(client, newRoot, oldRoot);
    }

    @Override
    public void closeOnExec(int client) throws Errno {
        clients.closeOnExec(client);
    }

    @Override
    public void setCredentials(int client, Credentials credentials) throws Errno {
        clients.setCredentials(client, credentials);
    }

    @Override
    public Credentials credentials(int client) throws Errno {
        return clients.credentials(client);
    }

    @Override
    public void setProcess(int client, int process) throws Errno {
        clients.setProcess(client, process);
    }

    @Override
    public void setLimits(int client, long descriptors, long fileSize) throws Errno {
        clients.setLimits(client, descriptors, fileSize);
    }

    @Override
    public int umask(int client, int mask) throws Errno {
        return clients.umask(client, mask);
    }

    @Override
    public int currentUmask(int client) throws Errno {
        return clients.currentUmask(client);
    }

    @Override
    public void chdir(int client, String path) throws Errno {
        clients.chdir(client, path);
    }

    @Override
    public void fchdir(int client, int fd) throws Errno {
        clients.fchdir(client, fd);
    }

    @Override
    public void chroot(int client, String path) throws Errno {
        clients.chroot(client, path);
    }

    @Override
    public String getcwd(int client) throws Errno {
        return clients.getcwd(client);
    }

    @Override
    public String rootPath(int client) throws Errno {
        return clients.rootPath(client);
    }

    @Override
    public List<OpenFile> openFiles(int client) throws Errno {
        return clients.openFiles(client);
    }

    @Override
    public OpenFile openFile(int client, int fd) throws Errno {
        return clients.openFile(client, fd);
    }

    @Override
    public int openat(int client, int dir, String path, int flags, int mode) throws Errno {
        return descriptors.openat(client, dir, path, flags, mode);
    }

    @Override
    public int openat2(int client, int dir, String path, long flags, long mode, long resolve) throws Errno {
        return descriptors.openat2(client, dir, path, flags, mode, resolve);
    }

    @Override
    public int memfdCreate(int client, String name, int flags) throws Errno {
        return descriptors.memfdCreate(client, name, flags);
    }

    @Override
    public void close(int client, int fd) throws Errno {
        descriptors.close(client, fd);
    }

    @Override
    public void closeRange(int client, int first, int last, int flags) throws Errno {
        descriptors.closeRange(client, first, last, flags);
    }

    @Override
    public int dup(int client, int fd) throws Errno {
        return descriptors.dup(client, fd);
    }

    @Override
    public int dup3(int client, int from, int to, int flags, boolean sameIsFine) throws Errno {
        return descriptors.dup3(client, from, to, flags, sameIsFine);
    }

    @Override
    public int duplicate(int client, int fd, int lowest, boolean closeOnExec) throws Errno {
        return descriptors.duplicate(client, fd, lowest, closeOnExec);
    }

    @Override
    public boolean sameDescription(int client, int fd, int other) throws Errno {
        return descriptors.sameDescription(client, fd, other);
    }

    @Override
    public int descriptorFlags(int client, int fd) throws Errno {
        return descriptors.descriptorFlags(client, fd);
    }

    @Override
    public void setDescriptorFlags(int client, int fd, int flags) throws Errno {
        descriptors.setDescriptorFlags(client, fd, flags);
    }

    @Override
    public int statusFlags(int client, int fd) throws Errno {
        return descriptors.statusFlags(client, fd);
    }

    @Override
    public void setStatusFlags(int client, int fd, int flags) throws Errno {
        descriptors.setStatusFlags(client, fd, flags);
    }

    @Override
    public long control(int client, int fd, int command, long argument) throws Errno {
        return descriptors.control(client, fd, command, argument);
    }

    @Override
    public long read(int client, int fd, Grant to, long offset, int flags) throws Errno {
        return transfer.read(client, fd, to, offset, flags);
    }

    @Override
    public long write(int client, int fd, Grant from, long offset, int flags) throws Errno {
        return transfer.write(client, fd, from, offset, flags);
    }

    @Override
    public byte[] readBytes(int client, int fd, int length, long offset) throws Errno {
        return transfer.readBytes(client, fd, length, offset);
    }

    @Override
    public long writeBytes(int client, int fd, byte[] from, long offset) throws Errno {
        return transfer.writeBytes(client, fd, from, offset);
    }

    @Override
    public long lseek(int client, int fd, long offset, int whence) throws Errno {
        return transfer.lseek(client, fd, offset, whence);
    }

    @Override
    public int getdents64(int client, int fd, Grant to) throws Errno {
        return transfer.getdents64(client, fd, to);
    }

    @Override
    public long sendfile(int client, int to, int from, long offset, long length) throws Errno {
        return transfer.sendfile(client, to, from, offset, length);
    }

    @Override
    public long copyFileRange(int client, int from, long fromOffset, int to, long toOffset, long length)
            throws Errno {
        return transfer.copyFileRange(client, from, fromOffset, to, toOffset, length);
    }

    @Override
    public long splice(
            int client, int from, long fromOffset, int to, long toOffset, long length, int flags)
            throws Errno {
        return transfer.splice(client, from, fromOffset, to, toOffset, length, flags);
    }

    @Override
    public long tee(int client, int from, int to, long length, int flags) throws Errno {
        return transfer.tee(client, from, to, length, flags);
    }

    @Override
    public void ftruncate(int client, int fd, long length) throws Errno {
        transfer.ftruncate(client, fd, length);
    }

    @Override
    public void truncate(int client, String path, long length) throws Errno {
        transfer.truncate(client, path, length);
    }

    @Override
    public void fallocate(int client, int fd, int mode, long offset, long length) throws Errno {
        transfer.fallocate(client, fd, mode, offset, length);
    }

    @Override
    public void fsync(int client, int fd, boolean dataOnly) throws Errno {
        transfer.fsync(client, fd, dataOnly);
    }

    @Override
    public void syncRange(int client, int fd, long offset, long length) throws Errno {
        transfer.syncRange(client, fd, offset, length);
    }

    @Override
    public void sync() throws Errno {
        transfer.sync();
    }

    @Override
    public void syncfs(int client, int fd) throws Errno {
        transfer.syncfs(client, fd);
    }

    @Override
    public void advise(int client, int fd, long offset, long length, int advice) throws Errno {
        transfer.advise(client, fd, offset, length, advice);
    }

    @Override
    public long ioctl(int client, int fd, int request, long argument, Grant memory) throws Errno {
        return transfer.ioctl(client, fd, request, argument, memory);
    }

    @Override
    public MappedFile map(int client, int fd, int protection, boolean shared, long offset, long length) throws Errno {
        return transfer.map(client, fd, protection, shared, offset, length);
    }

    @Override
    public void mkdirat(int client, int dir, String path, int mode) throws Errno {
        names.mkdirat(client, dir, path, mode);
    }

    @Override
    public void mknodat(int client, int dir, String path, int mode, long device) throws Errno {
        names.mknodat(client, dir, path, mode, device);
    }

    @Override
    public void symlinkat(int client, String target, int dir, String path) throws Errno {
        names.symlinkat(client, target, dir, path);
    }

    @Override
    public void linkat(int client, int fromDir, String from, int toDir, String to, int flags) throws Errno {
        names.linkat(client, fromDir, from, toDir, to, flags);
    }

    @Override
    public void unlinkat(int client, int dir, String path, int flags) throws Errno {
        names.unlinkat(client, dir, path, flags);
    }

    @Override
    public void renameat2(int client, int fromDir, String from, int toDir, String to, int flags) throws Errno {
        names.renameat2(client, fromDir, from, toDir, to, flags);
    }

    @Override
    public String readlinkat(int client, int dir, String path) throws Errno {
        return names.readlinkat(client, dir, path);
    }

    @Override
    public String resolve(int client, int dir, String path) throws Errno {
        return names.resolve(client, dir, path);
    }

    @Override
    public Stat fstat(int client, int fd) throws Errno {
        return attributes.fstat(client, fd);
    }

    @Override
    public Stat fstatat(int client, int dir, String path, int flags) throws Errno {
        return attributes.fstatat(client, dir, path, flags);
    }

    @Override
    public void faccessat(int client, int dir, String path, int mode, int flags) throws Errno {
        attributes.faccessat(client, dir, path, mode, flags);
    }

    @Override
    public void fchmodat(int client, int dir, String path, int mode, int flags) throws Errno {
        attributes.fchmodat(client, dir, path, mode, flags);
    }

    @Override
    public void fchownat(int client, int dir, String path, int uid, int gid, int flags) throws Errno {
        attributes.fchownat(client, dir, path, uid, gid, flags);
    }

    @Override
    public void utimensat(int client, int dir, String path, long accessed, long modified, int flags) throws Errno {
        attributes.utimensat(client, dir, path, accessed, modified, flags);
    }

    @Override
    public byte[] getxattr(int client, int dir, String path, String name, int flags) throws Errno {
        return attributes.getxattr(client, dir, path, name, flags);
    }

    @Override
    public void setxattr(
            int client, int dir, String path, String name, byte[] value, int create, int flags)
            throws Errno {
        attributes.setxattr(client, dir, path, name, value, create, flags);
    }

    @Override
    public String listxattr(int client, int dir, String path, int flags) throws Errno {
        return attributes.listxattr(client, dir, path, flags);
    }

    @Override
    public void removexattr(int client, int dir, String path, String name, int flags) throws Errno {
        attributes.removexattr(client, dir, path, name, flags);
    }

    @Override
    public void mount(int client, String source, String target, String type, long flags, String data) throws Errno {
        mounts.mount(client, source, target, type, flags, data);
    }

    @Override
    public void umount2(int client, String target, int flags) throws Errno {
        mounts.umount2(client, target, flags);
    }

    @Override
    public FileSystemStatus statfs(int client, String path) throws Errno {
        return mounts.statfs(client, path);
    }

    @Override
    public FileSystemStatus fstatfs(int client, int fd) throws Errno {
        return mounts.fstatfs(client, fd);
    }

    @Override
    public List<MountedFileSystem> mounts(int client) throws Errno {
        return mounts.mounts(client);
    }

    @Override
    public List<String> fileSystemTypes() {
        return mounts.fileSystemTypes();
    }

    @Override
    public void flock(int client, int fd, int operation) throws Errno {
        fileLocks.flock(client, fd, operation);
    }

    @Override
    public void setLock(int client, int fd, RecordLock lock, boolean description, boolean wait) throws Errno {
        fileLocks.setLock(client, fd, lock, description, wait);
    }

    @Override
    public RecordLock getLock(int client, int fd, RecordLock lock, boolean description) throws Errno {
        return fileLocks.getLock(client, fd, lock, description);
    }

    @Override
    public String locks() throws Errno {
        return fileLocks.locks();
    }

    @Override
    public int openHandle(int client, int dir, String path, int flags, int mode) throws Errno {
        return handles.openHandle(client, dir, path, flags, mode);
    }

    @Override
    public int openExecutable(int client, int dir, String path, int flags) throws Errno {
        return handles.openExecutable(client, dir, path, flags);
    }

    @Override
    public int exportHandle(int client, int fd) throws Errno {
        return handles.exportHandle(client, fd);
    }

    @Override
    public int importHandle(int client, int handle, boolean closeOnExec) throws Errno {
        return handles.importHandle(client, handle, closeOnExec);
    }

    @Override
    public void retainHandle(int handle) throws Errno {
        handles.retainHandle(handle);
    }

    @Override
    public void releaseHandle(int handle) throws Errno {
        handles.releaseHandle(handle);
    }

    @Override
    public byte[] readHandle(int handle, long offset, int length) throws Errno {
        return handles.readHandle(handle, offset, length);
    }

    @Override
    public Stat statHandle(int handle) throws Errno {
        return handles.statHandle(handle);
    }

    @Override
    public MappedFile mapHandle(int handle) throws Errno {
        return handles.mapHandle(handle);
    }

    @Override
    public String handlePath(int client, int handle) throws Errno {
        return handles.handlePath(client, handle);
    }

    @Override
    public int poll(int client, int fd, int events) throws Errno {
        return readiness.poll(client, fd, events);
    }

    @Override
    public int waitQueue(int client, int fd) throws Errno {
        return readiness.waitQueue(client, fd);
    }
}
