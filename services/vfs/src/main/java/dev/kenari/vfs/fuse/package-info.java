/**
 * FUSE (fuse(4)): file systems that programs serve. {@link dev.kenari.vfs.fuse.FuseDevice} is /dev/fuse, where a daemon reads requests and
 * writes replies; {@link dev.kenari.vfs.fuse.FuseConnection} the requests under way; {@link dev.kenari.vfs.fuse.FuseFileSystem} makes
 * requests of what the vfs wants. A daemon may say anything at all, or nothing.
 */
package dev.kenari.vfs.fuse;
