/**
 * Archive formats: ar, tar, and the compressions around them. Readers stream, keep names as bytes (ISO 8859-1 strings),
 * bound what they hold in memory, and throw nothing but {@link java.io.IOException} whatever the input is. tar is read
 * and written here, not by a library, because names must stay bytes and offsets must be known.
 */
package dev.kenari.image.archive;
