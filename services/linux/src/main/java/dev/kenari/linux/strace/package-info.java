/** What {@code --strace} prints: each system call as strace(1) would. */
package dev.kenari.linux.strace;
