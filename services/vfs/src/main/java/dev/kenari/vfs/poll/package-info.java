/** Waiting for many open file descriptions at once: poll(2), epoll(7). */
package dev.kenari.vfs.poll;
