/** The block layer: disks and their partitions by device number, each with a page cache, as open files and under file systems. */
package dev.kenari.vfs.block;
