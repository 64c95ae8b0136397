package dev.kenari.linux.syscall;

/** Files and file systems: rows of the {@link SyscallTable}. */
final class FileCalls {
    private FileCalls() {}

    static void addTo(Rows rows) {
        rows.full(5, "setxattr", "path str in size hex", Xattr::setxattr);
        rows.full(6, "lsetxattr", "path str in size hex", Xattr::lsetxattr);
        rows.full(7, "fsetxattr", "fd str in size hex", Xattr::fsetxattr);
        rows.full(8, "getxattr", "path str out size", Xattr::getxattr);
        rows.full(9, "lgetxattr", "path str out size", Xattr::lgetxattr);
        rows.full(10, "fgetxattr", "fd str out size", Xattr::fgetxattr);
        rows.full(11, "listxattr", "path out size", Xattr::listxattr);
        rows.full(12, "llistxattr", "path out size", Xattr::llistxattr);
        rows.full(13, "flistxattr", "fd out size", Xattr::flistxattr);
        rows.full(14, "removexattr", "path str", Xattr::removexattr);
        rows.full(15, "lremovexattr", "path str", Xattr::lremovexattr);
        rows.full(16, "fremovexattr", "fd str", Xattr::fremovexattr);
        rows.full(17, "getcwd", "out size", Getcwd::getcwd);
        rows.full(23, "dup", "fd", Dup::dup);
        rows.full(24, "dup3", "fd fd oflags", Dup::dup3);
        rows.partial(
                25, "fcntl", "fd int long", FileControl::fcntl,
                "no leases, directory notification or O_ASYNC signals (EINVAL)");
        rows.partial(
                29, "ioctl", "fd hex ptr", Ioctl::ioctl, "the requests that the file kinds know; others are ENOTTY");
        rows.full(32, "flock", "fd int", Flock::flock);
        rows.full(33, "mknodat", "dirfd path mode hex", Mknod::mknodat);
        rows.full(34, "mkdirat", "dirfd path mode", Mkdir::mkdirat);
        rows.full(35, "unlinkat", "dirfd path hex", Unlink::unlinkat);
        rows.full(36, "symlinkat", "path dirfd path", Symlink::symlinkat);
        rows.full(37, "linkat", "dirfd path dirfd path hex", Link::linkat);
        rows.full(39, "umount2", "path hex", Mount::umount2);
        rows.partial(
                40,
                "mount",
                "path path str hex ptr",
                Mount::mount,
                "sizes given to a tmpfs do not bind");
        rows.full(41, "pivot_root", "path path", Mount::pivotRoot);
        rows.full(43, "statfs", "path ptr", Statfs::statfs);
        rows.full(44, "fstatfs", "fd ptr", Statfs::fstatfs);
        rows.full(45, "truncate", "path off", Truncate::truncate);
        rows.full(46, "ftruncate", "fd off", Truncate::ftruncate);
        rows.full(47, "fallocate", "fd hex off off", Fallocate::fallocate);
        rows.full(48, "faccessat", "dirfd path mode", Access::faccessat);
        rows.full(49, "chdir", "path", Chdir::chdir);
        rows.full(50, "fchdir", "fd", Chdir::fchdir);
        rows.full(51, "chroot", "path", Chroot::chroot);
        rows.full(52, "fchmod", "fd mode", Chmod::fchmod);
        rows.full(53, "fchmodat", "dirfd path mode", Chmod::fchmodat);
        rows.full(54, "fchownat", "dirfd path int int hex", Chown::fchownat);
        rows.full(55, "fchown", "fd int int", Chown::fchown);
        rows.full(56, "openat", "dirfd path oflags mode", Open::openat);
        rows.full(57, "close", "fd", Close::close);
        rows.missing(58, "vhangup", "", "");
        rows.missing(60, "quotactl", "int path int ptr", "");
        rows.full(61, "getdents64", "fd ptr size", Getdents::getdents64);
        rows.full(62, "lseek", "fd off int", Lseek::lseek);
        rows.full(63, "read", "fd out size", Read::read);
        rows.full(64, "write", "fd in size", Write::write);
        rows.full(65, "readv", "fd ptr int", Read::readv);
        rows.full(66, "writev", "fd ptr int", Write::writev);
        rows.full(67, "pread64", "fd out size off", Read::pread64);
        rows.full(68, "pwrite64", "fd in size off", Write::pwrite64);
        rows.full(69, "preadv", "fd ptr int off", Read::preadv);
        rows.full(70, "pwritev", "fd ptr int off", Write::pwritev);
        rows.full(71, "sendfile", "fd fd ptr size", Sendfile::sendfile);
        rows.partial(75, "vmsplice", "fd ptr size hex", Vmsplice::vmsplice, "copies; SPLICE_F_NONBLOCK has no effect");
        rows.full(76, "splice", "fd ptr fd ptr size hex", Splice::splice);
        rows.full(77, "tee", "fd fd size hex", Tee::tee);
        rows.full(78, "readlinkat", "dirfd path out size", Readlink::readlinkat);
        rows.full(79, "newfstatat", "dirfd path ptr hex", Stat::newfstatat);
        rows.full(80, "fstat", "fd ptr", Stat::fstat);
        rows.full(81, "sync", "", Sync::sync);
        rows.full(82, "fsync", "fd", Fsync::fsync);
        rows.full(83, "fdatasync", "fd", Fsync::fdatasync);
        rows.full(84, "sync_file_range", "fd off off hex", Fsync::syncFileRange);
        rows.full(88, "utimensat", "dirfd path ptr hex", Utimensat::utimensat);
        rows.full(166, "umask", "mode", Umask::umask);
        rows.full(213, "readahead", "fd off size", Fadvise::readahead);
        rows.full(223, "fadvise64", "fd off off int", Fadvise::fadvise64);
        rows.missing(264, "name_to_handle_at", "dirfd path ptr ptr hex", "");
        rows.missing(265, "open_by_handle_at", "fd ptr oflags", "");
        rows.full(267, "syncfs", "fd", Sync::syncfs);
        rows.full(276, "renameat2", "dirfd path dirfd path hex", Rename::renameat2);
        rows.full(279, "memfd_create", "str hex", MemfdCreate::memfdCreate);
        rows.full(285, "copy_file_range", "fd ptr fd ptr size hex", CopyFileRange::copyFileRange);
        rows.partial(286, "preadv2", "fd ptr int off hex", Read::preadv2, "no RWF_NOWAIT (EOPNOTSUPP)");
        rows.partial(287, "pwritev2", "fd ptr int off hex", Write::pwritev2, "no RWF_NOWAIT (EOPNOTSUPP)");
        rows.full(291, "statx", "dirfd path hex hex ptr", Statx::statx);
        rows.missing(428, "open_tree", "dirfd path hex", "");
        rows.missing(429, "move_mount", "dirfd path dirfd path hex", "");
        rows.missing(430, "fsopen", "str hex", "");
        rows.missing(431, "fsconfig", "fd uint str ptr int", "");
        rows.missing(432, "fsmount", "fd hex hex", "");
        rows.missing(433, "fspick", "dirfd path hex", "");
        rows.full(436, "close_range", "fd fd hex", Close::closeRange);
        rows.partial(437, "openat2", "dirfd path ptr size", Open::openat2, "RESOLVE_CACHED is always EAGAIN");
        rows.full(439, "faccessat2", "dirfd path mode hex", Access::faccessat2);
        rows.missing(442, "mount_setattr", "dirfd path hex ptr size", "");
        rows.missing(443, "quotactl_fd", "fd hex int ptr", "");
        rows.missing(451, "cachestat", "fd ptr ptr hex", "");
        rows.full(452, "fchmodat2", "dirfd path mode hex", Chmod::fchmodat2);
        rows.missing(457, "statmount", "ptr ptr size hex", "");
        rows.missing(458, "listmount", "ptr ptr size hex", "");
        rows.missing(463, "setxattrat", "dirfd path hex str ptr size", "");
        rows.missing(464, "getxattrat", "dirfd path hex str ptr size", "");
        rows.missing(465, "listxattrat", "dirfd path hex out size", "");
        rows.missing(466, "removexattrat", "dirfd path hex str", "");
    }
}
