package dev.kenari.vfs.file;

import dev.kenari.vfs.namespace.MountNamespace;
import dev.kenari.vfs.namespace.Path;

/** An open /proc/PID/ns/mnt: keeps the namespace, and setns(2) takes it. */
public final class NamespaceFile extends OpenFileDescription {
    private final MountNamespace namespace;
    private final Runnable whenReleased;

    /** @param whenReleased gives the reference up that the caller hands over */
    public NamespaceFile(Path path, int flags, MountNamespace namespace, Runnable whenReleased) {
        super(path, flags);
        this.namespace = namespace;
        this.whenReleased = whenReleased;
    }

    public MountNamespace namespace() {
        return namespace;
    }

    @Override
    protected void released() {
        whenReleased.run();
    }
}
