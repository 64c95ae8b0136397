/** tmpfs(5): a file system whose content is memory, or pages of an image that are read as they are touched. */
package dev.kenari.vfs.tmpfs;
