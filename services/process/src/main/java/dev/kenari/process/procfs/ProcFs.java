package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.Entry;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.OpenFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** proc(5): a tree of what concerns the system, and a directory for each process. */
final class ProcFs extends PseudoFileSystem {
    static final long MAGIC = 0x9FA0;

    /** The one file in /proc/PID/ns. */
    private static final String MOUNT_NAMESPACE = "mnt";
    /** Processes come after the tree's entries in the root directory. */
    private static final long PROCESS_COOKIES = 1L << 32;

    private static final int DIRECTORY_LINKS = 9;

    private final Inspection inspection;
    private final List<ProcessEntry> entries;

    ProcFs(Inspection inspection, PseudoTree tree, ProcessEntries entries) {
        super("proc", MAGIC, tree, inspection.kernel());
        this.inspection = inspection;
        this.entries = entries.all();
    }

    private ProcessEntry entry(ProcNode node) {
        return entries.get(node.entry() - 1);
    }

    private ProcessThread thread(ProcNode node, Errno otherwise) throws Errno {
        try {
            return inspection.table().thread(node.tid());
        } catch (Errno gone) {
            throw otherwise;
        }
    }

    @Override
    public Attributes attributes(long number) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            return super.attributes(number);
        }
        ProcessThread thread = thread(node, Errno.ENOENT);
        int uid = thread.process().dumpable() ? thread.credentials().effectiveUid() : 0;
        int gid = thread.process().dumpable() ? thread.credentials().effectiveGid() : 0;
        if (node.entry() == 0) {
            return attributes(number, FileMode.S_IFDIR | 0555, DIRECTORY_LINKS, uid, gid, 0);
        }
        ProcessEntry entry = entry(node);
        if (node.descriptor() < 0) {
            int links = FileMode.isDirectory(entry.mode()) ? 2 : 1;
            return attributes(number, entry.mode(), links, uid, gid, 0);
        }
        if (entry.name().equals(ProcessEntries.NS)) {
            return attributes(number, FileMode.S_IFLNK | 0777, 1, uid, gid, 0);
        }
        OpenFile file = openFile(thread, node.descriptor());
        return entry.name().equals(ProcessEntries.FD)
                ? attributes(number, FileMode.S_IFLNK | linkPermissions(file.flags()), 1, uid, gid, 64)
                : attributes(number, FileMode.S_IFREG | 0444, 1, uid, gid, 0);
    }

    private static int linkPermissions(int flags) {
        return switch (flags & Fcntl.O_ACCMODE) {
            case Fcntl.O_RDONLY -> 0500;
            case Fcntl.O_WRONLY -> 0300;
            default -> 0700;
        };
    }

    private OpenFile openFile(ProcessThread thread, int descriptor) throws Errno {
        try {
            return inspection.vfs().openFile(thread.client(), descriptor);
        } catch (Errno closed) {
            throw Errno.ENOENT;
        }
    }

    @Override
    public Entry lookup(long directory, String name) throws Errno {
        ProcNode node = ProcNode.of(directory);
        ProcNode child;
        if (node == null) {
            child = directory == PseudoTree.ROOT && Character.isDigit(name.charAt(0))
                    ? ProcNode.process(inspection.table().thread(number(name)).tid())
                    : null;
        } else if (node.entry() == 0) {
            child = node.entry(find(name, node.ofThread()));
        } else if (entry(node).name().equals(ProcessEntries.TASK)) {
            child = task(thread(node, Errno.ENOENT), number(name));
        } else {
            checkMayInspect(node);
            child = entry(node).name().equals(ProcessEntries.NS)
                    ? namespace(node, name)
                    : node.descriptor(openFile(thread(node, Errno.ENOENT), number(name)).descriptor());
        }
        return child == null ? super.lookup(directory, name) : new Entry(child.number(), attributes(child.number()));
    }

    /** A decimal number without leading zeroes; ENOENT. */
    private static int number(String name) throws Errno {
        if (!name.matches("0|[1-9][0-9]{0,8}")) {
            throw Errno.ENOENT;
        }
        return Integer.parseInt(name);
    }

    private int find(String name, boolean ofThread) throws Errno {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name().equals(name) && (!ofThread || entries.get(i).inThreads())) {
                return i + 1;
            }
        }
        throw Errno.ENOENT;
    }

    private ProcNode task(ProcessThread leader, int tid) throws Errno {
        for (ProcessThread thread : leader.process().threads()) {
            if (thread.tid() == tid) {
                return ProcNode.thread(tid);
            }
        }
        throw Errno.ENOENT;
    }

    private static ProcNode namespace(ProcNode directory, String name) throws Errno {
        if (!name.equals(MOUNT_NAMESPACE)) {
            throw Errno.ENOENT;
        }
        return directory.descriptor(0);
    }

    private void checkMayInspect(ProcNode node) throws Errno {
        if (!inspection.mayInspect(thread(node, Errno.ENOENT))) {
            throw Errno.EACCES;
        }
    }

    @Override
    public List<DirectoryEntry> readDirectory(long number, long cookie, int limit) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            List<DirectoryEntry> found = new ArrayList<>();
            if (cookie < PROCESS_COOKIES) {
                found.addAll(super.readDirectory(number, cookie, limit));
            }
            if (number == PseudoTree.ROOT) {
                addProcesses(found, cookie, limit);
            }
            return found;
        }
        if (node.entry() == 0) {
            return listEntries(node, cookie, limit);
        }
        ProcessThread thread = thread(node, Errno.ENOENT);
        if (entry(node).name().equals(ProcessEntries.TASK)) {
            return listThreads(thread, cookie, limit);
        }
        checkMayInspect(node);
        if (entry(node).name().equals(ProcessEntries.NS)) {
            int type = FileMode.directoryEntryType(FileMode.S_IFLNK);
            return cookie > 0
                    ? List.of()
                    : List.of(new DirectoryEntry(node.descriptor(0).number(), 1, type, MOUNT_NAMESPACE));
        }
        return listDescriptors(node, thread, cookie, limit);
    }

    private void addProcesses(List<DirectoryEntry> found, long cookie, int limit) {
        for (Process process : inspection.table().processes()) {
            long own = PROCESS_COOKIES + process.pid();
            if (own > cookie && found.size() < limit) {
                found.add(directory(ProcNode.process(process.pid()), own, process.pid()));
            }
        }
    }

    private static DirectoryEntry directory(ProcNode node, long cookie, int name) {
        int type = FileMode.directoryEntryType(FileMode.S_IFDIR);
        return new DirectoryEntry(node.number(), cookie, type, Integer.toString(name));
    }

    private List<DirectoryEntry> listEntries(ProcNode node, long cookie, int limit) {
        List<DirectoryEntry> found = new ArrayList<>();
        for (int i = (int) cookie; i < entries.size() && found.size() < limit; i++) {
            ProcessEntry entry = entries.get(i);
            if (!node.ofThread() || entry.inThreads()) {
                int type = FileMode.directoryEntryType(entry.mode());
                found.add(new DirectoryEntry(node.entry(i + 1).number(), i + 1, type, entry.name()));
            }
        }
        return found;
    }

    private static List<DirectoryEntry> listThreads(ProcessThread leader, long cookie, int limit) {
        return leader.process().threads().stream()
                .map(ProcessThread::tid)
                .sorted()
                .filter(tid -> tid > cookie)
                .limit(limit)
                .map(tid -> directory(ProcNode.thread(tid), tid, tid))
                .toList();
    }

    private List<DirectoryEntry> listDescriptors(ProcNode node, ProcessThread thread, long cookie, int limit) {
        List<DirectoryEntry> found = new ArrayList<>();
        boolean links = entry(node).name().equals(ProcessEntries.FD);
        int type = FileMode.directoryEntryType(links ? FileMode.S_IFLNK : FileMode.S_IFREG);
        for (OpenFile file : openFiles(thread)) {
            int descriptor = file.descriptor();
            if (descriptor >= cookie && found.size() < limit) {
                long number = node.descriptor(descriptor).number();
                found.add(new DirectoryEntry(number, descriptor + 1, type, Integer.toString(descriptor)));
            }
        }
        return found;
    }

    private List<OpenFile> openFiles(ProcessThread thread) {
        try {
            return inspection.vfs().openFiles(thread.client());
        } catch (Errno ended) {
            return List.of();
        }
    }

    @Override
    public LinkTarget readlink(long number) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            return super.readlink(number);
        }
        ProcessThread thread = thread(node, Errno.ENOENT);
        if (node.entry() == 0 || !FileMode.isSymlink(attributes(number).mode())) {
            throw Errno.EINVAL;
        }
        checkMayInspect(node);
        if (node.descriptor() >= 0 && entry(node).name().equals(ProcessEntries.NS)) {
            return new LinkTarget(LinkTarget.Kind.MOUNT_NAMESPACE, null, thread.client(), 0);
        }
        return node.descriptor() >= 0
                ? new LinkTarget(LinkTarget.Kind.DESCRIPTOR, null, thread.client(), node.descriptor())
                : entry(node).target().read(thread);
    }

    @Override
    void checkOpen(long number, int flags, Credentials credentials) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            super.checkOpen(number, flags, credentials);
            return;
        }
        if (entry(node).guarded()) {
            checkMayInspect(node);
        }
        boolean writes = (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY;
        if (writes && entry(node).change() == null) {
            throw Errno.EACCES;
        }
    }

    @Override
    byte[] content(long number) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            return super.content(number);
        }
        ProcessThread thread = thread(node, Errno.ESRCH);
        String text = node.descriptor() >= 0
                ? descriptor(openFile(thread, node.descriptor()))
                : entry(node).text().read(thread, !node.ofThread());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** /proc/PID/fdinfo/N. */
    private static String descriptor(OpenFile file) {
        return "pos:\t" + file.position() + "\nflags:\t0" + Integer.toOctalString(file.flags()) + "\nmnt_id:\t"
                + file.mount() + "\nino:\t" + file.inode() + "\n" + file.details();
    }

    @Override
    public int write(long number, long handle, long offset, byte[] bytes) throws Errno {
        ProcNode node = ProcNode.of(number);
        if (node == null) {
            return super.write(number, handle, offset, bytes);
        }
        if (entry(node).change() == null) {
            throw Errno.EINVAL;
        }
        entry(node).change().write(thread(node, Errno.ESRCH), text(bytes));
        return bytes.length;
    }
}
