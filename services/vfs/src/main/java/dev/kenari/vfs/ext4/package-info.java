/**
 * ext4, read and written, with jbd2's journal: the format that Linux and e2fsprogs use, after the kernel's documentation of its data
 * structures. {@link dev.kenari.vfs.ext4.Ext4FileSystem} is what the vfs mounts. Below it a {@code Volume} runs operations one at a time
 * on cached metadata blocks; what an operation changed joins the running {@code Transaction}, which the {@code Journal} makes stable.
 *
 * <p>Every structure that is read is checked before it is used, since the disk may be anybody's: what makes no sense is EUCLEAN, a wrong
 * checksum EBADMSG.
 */
package dev.kenari.vfs.ext4;
