/** The file service itself: the implementation of {@link dev.kenari.vfs.Vfs}, by the parts of that protocol. */
package dev.kenari.vfs.service;
