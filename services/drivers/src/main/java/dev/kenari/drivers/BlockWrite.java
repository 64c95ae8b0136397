package dev.kenari.drivers;

/**
 * What to write where.
 *
 * @param bytes a multiple of {@link BlockDevice#SECTOR} long
 */
public record BlockWrite(long sector, byte[] bytes) {}
