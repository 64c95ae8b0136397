package dev.kenari.image.debian;

import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.Inode;
import dev.kenari.image.tree.StagedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What ldconfig(8) does: {@code /etc/ld.so.cache}, which tells the dynamic loader where libraries are, in the format of
 * glibc's {@code dl-cache.h} ("new", version 1.1, without extensions).
 */
final class LoaderCache {
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER = 48;
    private static final int RECORD = 24;
    private static final byte LITTLE_ENDIAN = 2;

    /** FLAG_ELF_LIBC6 and FLAG_RISCV_FLOAT_ABI_DOUBLE. */
    private static final int FLAGS = 0x1003;

    private static final List<String> BUILT_IN =
            List.of("/lib/riscv64-linux-gnu", "/usr/lib/riscv64-linux-gnu", "/lib", "/usr/lib");

    private final StagedImage image;

    LoaderCache(StagedImage image) {
        this.image = image;
    }

    static void update(StagedImage image, long mtimeNanos) throws ImageException {
        LoaderCache cache = new LoaderCache(image);
        image.file("/etc/ld.so.cache", Attributes.ofRoot(0644, mtimeNanos), encode(cache.libraries()));
    }

    /** A name that programs ask for, and where it leads. */
    private record Library(String name, String path) {}

    /** Every library of every directory; the loader takes the first of equal names. */
    private List<Library> libraries() throws ImageException {
        Set<Library> libraries = new LinkedHashSet<>();
        Set<Inode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<String> directories = configured("/etc/ld.so.conf", 0);
        directories.addAll(BUILT_IN);
        for (String directory : directories) {
            if (image.find(directory) != null && seen.add(image.find(directory))) {
                for (String file : image.list(directory)) {
                    boolean likely = (file.startsWith("lib") || file.startsWith("ld-")) && file.contains(".so");
                    String name = likely ? name(directory + "/" + file, file) : null;
                    if (name != null) {
                        libraries.add(new Library(name, directory + "/" + name));
                    }
                }
            }
        }
        return new ArrayList<>(libraries);
    }

    /**
     * A file is known by the name that it contains; a link by its own, if that is the same or the one that the link
     * editor looks for. Null for what is no library.
     */
    private String name(String path, String name) throws ImageException {
        Inode target = image.find(path);
        if (target == null || target.type() != EntryType.FILE) {
            return null;
        }
        String soname = SharedLibrary.soname((offset, count) -> image.read(target, offset, count));
        if (soname == null || soname.isEmpty()) {
            return soname == null ? null : name;
        }
        boolean link = image.findNoFollow(path).type() == EntryType.SYMLINK;
        return !link ? soname : name.equals(soname) || name.endsWith(".so") ? name : null;
    }

    /** The directories that ld.so.conf lists; "include" takes patterns of the form DIRECTORY/*SUFFIX. */
    private List<String> configured(String file, int depth) throws ImageException {
        List<String> directories = new ArrayList<>();
        byte[] content = image.read(file);
        if (content == null || depth > 8) {
            return directories;
        }
        for (String raw : new String(content, StandardCharsets.ISO_8859_1).split("\n")) {
            String line = raw.replaceFirst("#.*", "").strip();
            if (line.startsWith("include")) {
                String pattern = line.substring("include".length()).strip();
                int star = pattern.lastIndexOf("/*");
                if (star >= 0) {
                    String directory = pattern.substring(0, star);
                    for (String name : image.list(directory)) {
                        if (name.endsWith(pattern.substring(star + 2))) {
                            directories.addAll(configured(directory + "/" + name, depth + 1));
                        }
                    }
                }
            } else if (line.startsWith("/")) {
                directories.add(line);
            }
        }
        return directories;
    }

    private static byte[] encode(List<Library> libraries) {
        libraries.sort((a, b) -> compare(b.name, a.name));
        int strings = libraries.stream().mapToInt(library -> library.path.length() + 1).sum();
        int records = HEADER + libraries.size() * RECORD;
        ByteBuffer bytes = ByteBuffer.allocate(records + strings).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC.getBytes(StandardCharsets.US_ASCII)).putInt(libraries.size()).putInt(strings);
        bytes.put(LITTLE_ENDIAN);
        int string = records;
        for (int i = 0; i < libraries.size(); i++) {
            Library library = libraries.get(i);
            bytes.position(HEADER + i * RECORD);
            // The key is the path's own tail.
            int key = string + library.path.length() - library.name.length();
            bytes.putInt(FLAGS).putInt(key).putInt(string);
            bytes.put(string, library.path.getBytes(StandardCharsets.ISO_8859_1));
            string += library.path.length() + 1;
        }
        return bytes.array();
    }

    /** The order that the loader's binary search expects (glibc's _dl_cache_libcmp): digits compare as numbers. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length()) {
            boolean digitA = isDigit(a, i);
            boolean digitB = isDigit(b, j);
            if (digitA && digitB) {
                long numberA = 0;
                long numberB = 0;
                for (; isDigit(a, i); i++) {
                    numberA = numberA * 10 + a.charAt(i) - '0';
                }
                for (; isDigit(b, j); j++) {
                    numberB = numberB * 10 + b.charAt(j) - '0';
                }
                if (numberA != numberB) {
                    return Long.compare(numberA, numberB);
                }
            } else if (digitA != digitB) {
                return digitA ? 1 : -1;
            } else if (j >= b.length() || a.charAt(i) != b.charAt(j)) {
                return j >= b.length() ? 1 : Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        return j < b.length() ? -1 : 0;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
