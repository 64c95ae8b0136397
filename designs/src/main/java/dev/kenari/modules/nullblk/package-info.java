/** The module {@code null_blk}: block devices that keep nothing. */
package dev.kenari.modules.nullblk;
