/** Sockets of any address family (socket(7)). */
package dev.kenari.vfs.socket;
