package dev.kenari.vfs;

/**
 * How the vfs treats a file system.
 *
 * @param node the root directory
 * @param type name, as proc_filesystems(5) lists it
 * @param cacheable nothing but the vfs changes names and attributes, so that it may remember them. False for proc(5)
 * and host directories
 * @param readOnly every change is EROFS
 * @param stackDepth 0 for a file system of its own, else how many overlays lie on each other here
 * @param access who may use it, and who checks
 * @param options as the file system would list them in proc_pid_mountinfo(5), after rw or ro; may be empty
 */
public record FileSystemRoot(long node, String type, boolean cacheable, boolean readOnly, int stackDepth, Access access, String options) {
    public FileSystemRoot(long node, String type, boolean cacheable, boolean readOnly, String options) {
        this(node, type, cacheable, readOnly, 0, Access.CHECKED, options);
    }

    /**
     * @param checked whether the vfs checks permissions (inode(7)); else the file system does, but for execution
     * @param onlyUser nobody else may use the file system, not even root (EACCES); -1 if anybody may
     */
    public record Access(boolean checked, int onlyUser) {
        public static final Access CHECKED = new Access(true, -1);
    }

    /** Whether a file's content may be another's until it is written: the vfs then calls {@link FileSystem#prepareWriting}. */
    public boolean layered() {
        return stackDepth > 0;
    }
}
