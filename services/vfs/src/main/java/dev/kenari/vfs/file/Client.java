package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.namespace.MountNamespace;

/** One task's view of files: see {@link dev.kenari.vfs.Vfs}. */
public final class Client {
    private final int id;
    private int process;
    private DescriptorTable descriptors;
    private FsContext fs;
    private MountNamespace namespace;
    private Credentials credentials;
    private int descriptorLimit = DescriptorTable.MAXIMUM;
    private long fileSizeLimit = Long.MAX_VALUE;

    /** Takes over one reference to each of the tables and to the namespace. */
    public Client(
            int id,
            int process,
            DescriptorTable descriptors,
            FsContext fs,
            MountNamespace namespace,
            Credentials credentials) {
        this.id = id;
        this.process = process;
        this.descriptors = descriptors;
        this.fs = fs;
        this.namespace = namespace;
        this.credentials = credentials;
    }

    public int id() {
        return id;
    }

    public int process() {
        return process;
    }

    public void setProcess(int process) {
        this.process = process;
    }

    public DescriptorTable descriptors() {
        return descriptors;
    }

    public void setDescriptors(DescriptorTable table) {
        descriptors = table;
    }

    public FsContext fs() {
        return fs;
    }

    public void setFs(FsContext context) {
        fs = context;
    }

    public MountNamespace namespace() {
        return namespace;
    }

    public void setNamespace(MountNamespace namespace) {
        this.namespace = namespace;
    }

    public Credentials credentials() {
        return credentials;
    }

    public void setCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    public boolean capable(int capability) {
        return (credentials.capabilities() >>> capability & 1) != 0;
    }

    public int descriptorLimit() {
        return descriptorLimit;
    }

    public long fileSizeLimit() {
        return fileSizeLimit;
    }

    public void copyLimits(Client from) {
        descriptorLimit = from.descriptorLimit;
        fileSizeLimit = from.fileSizeLimit;
    }

    /** Negative: unlimited. */
    public void setLimits(long descriptorCount, long fileSize) {
        descriptorLimit = descriptorCount < 0 || descriptorCount > DescriptorTable.MAXIMUM
                ? DescriptorTable.MAXIMUM
                : (int) descriptorCount;
        fileSizeLimit = fileSize < 0 ? Long.MAX_VALUE : fileSize;
    }

    /** The description behind a descriptor, O_PATH or not; EBADF. The table keeps the reference. */
    public OpenFileDescription file(int fd) throws Errno {
        return descriptors.get(fd);
    }

    /** As {@link #file}, but an O_PATH descriptor is EBADF. */
    public OpenFileDescription ioFile(int fd) throws Errno {
        OpenFileDescription file = descriptors.get(fd);
        if (file.pathOnly()) {
            throw Errno.EBADF;
        }
        return file;
    }

    /** Gives the description the lowest free descriptor, which takes over the caller's reference, on EMFILE too. */
    public int install(OpenFileDescription file, boolean closeOnExec) throws Errno {
        return descriptors.install(file, 0, descriptorLimit, closeOnExec);
    }
}
