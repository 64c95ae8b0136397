package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.AttributeChange;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.FileSystemRoot;
import dev.kenari.vfs.FileSystemStatus;
import dev.kenari.vfs.FixedNames;
import java.util.ArrayList;
import java.util.List;

/** The devpts file system (pts(4)): an entry for each pseudoterminal whose master is open, and ptmx. */
final class DevPts implements FixedNames {
    private static final long MAGIC = 0x1CD1;
    private static final long ROOT = 1;
    private static final long PTMX = 2;
    private static final long FIRST = 3;
    private static final int BLOCK = 1024;
    private static final int NAME_LENGTH = 255;

    private final Kernel kernel;
    private final Ptys ptys;
    private final long born;

    DevPts(Kernel kernel, Ptys ptys) {
        this.kernel = kernel;
        this.ptys = ptys;
        this.born = kernel.timers().realtime();
    }

    @Override
    public FileSystemRoot root() {
        return new FileSystemRoot(ROOT, "devpts", false, false, "gid=5,mode=620,ptmxmode=666");
    }

    @Override
    public Attributes attributes(long node) throws Errno {
        if (node == ROOT) {
            return attributes(node, FileMode.S_IFDIR | 0755, 2, 0, 0, 0);
        }
        if (node == PTMX) {
            long device = DeviceNumber.of(TtyDevices.AUXILIARY_MAJOR, TtyDevices.PTMX_MINOR);
            return attributes(node, FileMode.S_IFCHR | 0666, 1, 0, 0, device);
        }
        Pty pty = ptys.find((int) (node - FIRST));
        return attributes(node, pty.mode(), 1, pty.uid(), pty.gid(), pty.slave().device());
    }

    private Attributes attributes(long node, int mode, int links, int uid, int gid, long device) {
        long now = node < FIRST ? born : kernel.timers().realtime();
        return new Attributes(node, mode, links, uid, gid, device, 0, 0, BLOCK, now, now, now, born);
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        if (name.equals("ptmx")) {
            return new Entry(PTMX, attributes(PTMX));
        }
        if (!name.matches("0|[1-9][0-9]{0,6}")) {
            throw Errno.ENOENT;
        }
        long node = FIRST + ptys.find(Integer.parseInt(name)).index();
        return new Entry(node, attributes(node));
    }

    @Override
    public Attributes setAttributes(long node, AttributeChange change) throws Errno {
        if (node >= FIRST) {
            Pty pty = ptys.find((int) (node - FIRST));
            int which = change.which();
            if ((which & AttributeChange.MODE) != 0) {
                pty.setMode(change.mode());
            }
            pty.setOwner(
                    (which & AttributeChange.UID) != 0 ? change.uid() : pty.uid(),
                    (which & AttributeChange.GID) != 0 ? change.gid() : pty.gid());
        }
        return attributes(node);
    }

    @Override
    public List<DirectoryEntry> readDirectory(long node, long cookie, int limit) {
        List<DirectoryEntry> entries = new ArrayList<>();
        int type = FileMode.S_IFCHR >>> 12;
        if (cookie < PTMX) {
            entries.add(new DirectoryEntry(PTMX, PTMX, type, "ptmx"));
        }
        int after = cookie < FIRST ? -1 : (int) (cookie - FIRST);
        for (Pty pty : ptys.after(after)) {
            if (entries.size() >= limit) {
                break;
            }
            long number = FIRST + pty.index();
            entries.add(new DirectoryEntry(number, number, type, Integer.toString(pty.index())));
        }
        return entries;
    }

    @Override
    public FileSystemStatus status() {
        return new FileSystemStatus(MAGIC, BLOCK, 0, 0, 0, 0, 0, 0, NAME_LENGTH, BLOCK, 0);
    }

    @Override
    public void forget(long node) {}
}
