package dev.kenari.process.exec;

/** A program header (gABI, chapter 5), as it stands in the file. */
record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize, long alignment) {}
