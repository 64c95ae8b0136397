package dev.kenari.kernel.domain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Class files as the JVM gets them for a domain, by binary name: verified and rewritten once, for all instances of one version of a
 * component. What is written depends on nothing else, so that a restart takes the time of loading alone. Any thread.
 */
final class RewrittenClasses {
    /** The library's copies, which are the same in every domain. */
    static final RewrittenClasses LIBRARY = new RewrittenClasses();

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** The class file; {@code rewriter} makes it the first time, and keeps nothing if it throws. */
    byte[] get(String name, Function<String, byte[]> rewriter) {
        byte[] file = files.get(name);
        if (file == null) {
            file = rewriter.apply(name);
            files.put(name, file);
        }
        return file;
    }
}
