/** Files that lead to the board's devices: the host's standard streams, its shared directories, the image's ROM. */
package dev.kenari.vfs.board;
