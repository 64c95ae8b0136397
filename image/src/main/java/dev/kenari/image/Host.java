package dev.kenari.image;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What an image store needs of the host.
 *
 * @param cache the directory that is the store's own
 * @param etcApt apt's configuration, {@code /etc/apt} on Debian and its kin
 * @param environment variables by name
 */
record Host(Path cache, Path etcApt, Map<String, String> environment, InstantSource clock) {
    /** This host, as its user has set it up (XDG Base Directory Specification). */
    static Host local() {
        Map<String, String> environment = System.getenv();
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return new Host(caches.resolve("kenari"), Path.of("/etc/apt"), environment, InstantSource.system());
    }
}
