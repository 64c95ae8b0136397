/**
 * What an open file description can refer to besides a file of a file system: pipes, sockets, event descriptors. The description
 * (status flags, references, descriptors) is kept elsewhere and calls a {@link dev.kenari.vfs.channel.Channel}.
 */
package dev.kenari.vfs.channel;
