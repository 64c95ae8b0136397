/** System V shared memory, semaphores and message queues (sysvipc(7)). */
package dev.kenari.vfs.sysv;
