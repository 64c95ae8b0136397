/**
 * An image while it is built, and its form on disk: {@code rootfs.tar}, an uncompressed tar whose contents are read in
 * place, and {@code index}, a compact list of entries beside it.
 */
package dev.kenari.image.tree;
