/**
 * Open file descriptions, descriptor tables and clients. A kind of file (a regular file, a pipe, a socket, an event
 * counter)
 * extends {@link dev.kenari.vfs.file.OpenFileDescription}; {@link dev.kenari.vfs.file.Client#install} gives it a
 * descriptor.
 */
package dev.kenari.vfs.file;
