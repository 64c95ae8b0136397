package dev.kenari.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.Vma;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A kernel with a file service, an empty root file system, {@code /dev}, and one client with a little memory. */
public final class Files {
    /** What a test does. */
    @FunctionalInterface
    public interface Body {
        void run(Files files) throws Exception;
    }

    /** How a call may end. */
    @FunctionalInterface
    public interface Attempt {
        void run() throws Errno;
    }

    public static final int CWD = Fcntl.AT_FDCWD;
    private static final long MEMORY = 0x10_0000;
    private static final long MEMORY_BYTES = 1 << 20;

    public final Kernel kernel;
    public final Connector connector;
    public final VfsComponent component;
    public final Vfs vfs;
    public final int client;
    public final AddressSpace space;

    private Files(Kernel kernel, Connector connector) throws Errno {
        this.kernel = kernel;
        this.connector = connector;
        component = VfsComponent.create(kernel, connector);
        vfs = connector.connect(Vfs.class, component.vfs());
        component.mountRoot(new RootLayers(component.tmpfs().fileSystem(), -1, -1));
        client = vfs.attach(0, 1, false, false);
        vfs.mkdirat(client, CWD, "/dev", 0755);
        component.mount(component.devtmpfs(), "devtmpfs", "/dev", 0);
        space = kernel.spaces().create();
        space.map(MEMORY, MEMORY_BYTES, Mapping.anonymous(Vma.READ | Vma.WRITE, ""));
    }

    /** Runs {@code body} with direct calls, and again with every call marshalled. */
    public static void run(Body body) throws Exception {
        KernelHarness.inKernel(kernel -> body.run(new Files(kernel, Connector.DIRECT)));
        KernelHarness.inKernel(kernel -> body.run(new Files(kernel, new MarshallingConnector())));
    }

    /** Runs {@code body} in a kernel that runs already. */
    public static void in(Kernel kernel, Connector connector, Body body) throws Exception {
        body.run(new Files(kernel, connector));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static void expect(Errno errno, Attempt attempt) {
        assertThat(catchThrowable(attempt::run)).isSameAs(errno);
    }

    public int open(String path, int flags) throws Errno {
        return vfs.openat(client, CWD, path, flags, 0644);
    }

    /** A file with content. */
    public void make(String path, String content) throws Errno {
        int fd = open(path, Fcntl.O_CREAT | Fcntl.O_WRONLY | Fcntl.O_TRUNC);
        assertThat(vfs.writeBytes(client, fd, bytes(content), -1)).isEqualTo(content.length());
        vfs.close(client, fd);
    }

    public String read(int fd, int length) throws Errno {
        return text(vfs.readBytes(client, fd, length, -1));
    }

    public long write(int fd, String content) throws Errno {
        return vfs.writeBytes(client, fd, bytes(content), -1);
    }

    /** The whole content of a file. */
    public String content(String path) throws Errno {
        int fd = open(path, Fcntl.O_RDONLY);
        try {
            return read(fd, 1 << 16);
        } finally {
            vfs.close(client, fd);
        }
    }

    public Attributes stat(String path) throws Errno {
        return vfs.fstatat(client, CWD, path, 0).attributes();
    }

    public Attributes lstat(String path) throws Errno {
        return vfs.fstatat(client, CWD, path, Fcntl.AT_SYMLINK_NOFOLLOW).attributes();
    }

    public boolean exists(String path) throws Errno {
        try {
            lstat(path);
            return true;
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** Memory of the client's program at {@code offset}. */
    public Grant memory(long offset, long length) {
        return new Grant(space.id(), new long[] {MEMORY + offset}, new long[] {length});
    }

    /** Several ranges. */
    public Grant memory(long[] offsets, long[] lengths) {
        long[] addresses = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            addresses[i] = MEMORY + offsets[i];
        }
        return new Grant(space.id(), addresses, lengths);
    }

    public void poke(long offset, String content) throws Errno {
        space.memory().write(MEMORY + offset, bytes(content));
    }

    public String peek(long offset, int length) throws Errno {
        return text(space.memory().read(MEMORY + offset, length));
    }

    /** A client with other credentials. */
    public int user(int uid, int gid, int... groups) throws Errno {
        int id = vfs.attach(client, 100 + uid, false, false);
        vfs.setCredentials(id, new Credentials(uid, gid, groups, 0, uid, gid, 0));
        return id;
    }

    /** Names in a directory, as getdents64 lists them. */
    public List<String> list(String path) throws Errno {
        int fd = open(path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        try {
            return Listing.all(this, fd, 4096).stream().map(DirectoryEntry::name).toList();
        } finally {
            vfs.close(client, fd);
        }
    }
}
