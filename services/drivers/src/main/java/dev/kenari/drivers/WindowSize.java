package dev.kenari.drivers;

/** A window's size in characters; 0 by 0 if unknown. */
public record WindowSize(int columns, int rows) {}
