/**
 * overlay: several directories seen as one (the kernel's Documentation/filesystems/overlayfs.rst). Like Linux's, it works on the
 * names and files that the vfs knows, so that changes of the upper directory are seen through its own mount too.
 */
package dev.kenari.vfs.overlay;
