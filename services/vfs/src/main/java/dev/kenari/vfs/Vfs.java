package dev.kenari.vfs;

import dev.kenari.kernel.component.Protocol;

/**
 * The file service: what the personality calls. Each caller is a <em>client</em>, which stands for one task's view: its
 * descriptors, working and root directory, and credentials, some of them shared with other clients as clone(2) says.
 *
 * <p>A bad client number is ESRCH; a bad descriptor EBADF.
 */
@Protocol
public interface Vfs
        extends Clients, Descriptors, Transfer, Names, FileAttributes, Mounts, FileLocks, FileHandles, Readiness, Disks {}
