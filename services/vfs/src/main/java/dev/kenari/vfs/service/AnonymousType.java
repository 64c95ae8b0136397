package dev.kenari.vfs.service;

/** The magic numbers of statfs(2) for files without a place. */
final class AnonymousType {
    private AnonymousType() {}

    static long magic(String type) {
        return switch (type) {
            case "pipefs" -> 0x5049_5045L;
            case "sockfs" -> 0x534F_434BL;
            default -> 0x0904_1934L;
        };
    }
}
