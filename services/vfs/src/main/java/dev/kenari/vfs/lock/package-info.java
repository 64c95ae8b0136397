/** Advisory locks: flock(2), POSIX record locks and open-file-description locks (fcntl(2)). */
package dev.kenari.vfs.lock;
