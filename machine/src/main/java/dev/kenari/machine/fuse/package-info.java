/** The wire format of FUSE (fuse(4); include/uapi/linux/fuse.h, version 7.31), for all who speak it: the virtio device, its driver, /dev/fuse. */
package dev.kenari.machine.fuse;
