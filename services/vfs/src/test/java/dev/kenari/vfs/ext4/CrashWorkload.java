package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** One to three operations on a small tree, drawn from a seed, and what may be found after a loss of power. */
final class CrashWorkload {
    private static final int PAGE = 4096;

    /** A file, by any number of names. */
    private static final class Content {
        byte[] bytes;
        final Map<String, byte[]> attributes = new TreeMap<>();
        /** Whatever the bytes were. */
        final List<byte[]> versions = new ArrayList<>();

        Content(byte[] bytes) {
            set(bytes);
        }

        void set(byte[] now) {
            bytes = now;
            versions.add(now);
        }
    }

    /**
     * After {@code flushes} flushes, {@code path} is this, unless a later operation changed it.
     *
     * @param type as in its mode; 0 if it is not there
     * @param bytes of a file; null if they were not promised
     * @param attributes of a file
     * @param target of a symbolic link
     */
    private record Promise(
            int step, int flushes, String path, int type, byte[] bytes, Map<String, byte[]> attributes, String target) {}

    private final Random random;
    private final IntSupplier flushes;
    private final Map<String, Content> files = new LinkedHashMap<>();
    private final Set<String> directories = new HashSet<>();
    private final Map<String, String> links = new HashMap<>();
    /** What each name ever stood for. */
    private final Map<String, Set<Content>> ever = new HashMap<>();
    /** When each name was last touched. */
    private final Map<String, Integer> touched = new HashMap<>();
    private final List<Promise> promises = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private int step;

    /** @param flushes how many flushes the disk has seen */
    CrashWorkload(long seed, IntSupplier flushes) {
        this.random = new Random(seed);
        this.flushes = flushes;
    }

    List<String> log() {
        return log;
    }

    private static byte[] pattern(int id, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (id * 31 + i % 97 + 1);
        }
        return bytes;
    }

    /** Files to begin with, in free space that is full of what nobody may ever see. */
    static void prepare(Mounted m) throws Errno {
        byte[] garbage = new byte[1 << 20];
        Arrays.fill(garbage, (byte) 0xAA);
        m.write(m.create("/garbage"), 0, garbage);
        m.fsync("/garbage");
        m.unlink("/garbage");
        m.mkdir("/d");
        m.write(m.create("/a"), 0, pattern(1, 6000));
        m.write(m.create("/b"), 0, pattern(2, 3000));
        m.write(m.create("/d/c"), 0, pattern(3, 9000));
    }

    void begin() {
        name("/a", new Content(pattern(1, 6000)));
        name("/b", new Content(pattern(2, 3000)));
        name("/d/c", new Content(pattern(3, 9000)));
        directories.add("/d");
        promiseAll();
    }

    private void touch(String path) {
        touched.put(path, step);
    }

    private void name(String path, Content content) {
        touch(path);
        if (content == null) {
            files.remove(path);
        } else {
            files.put(path, content);
            ever.computeIfAbsent(path, p -> new HashSet<>()).add(content);
        }
    }

    private void change(String path, byte[] bytes) {
        Content content = files.get(path);
        content.set(bytes);
        touchNames(content);
    }

    private void touchNames(Content content) {
        files.forEach((name, other) -> {
            if (other == content) {
                touch(name);
            }
        });
    }

    private String anyFile() {
        List<String> all = List.copyOf(files.keySet());
        return all.get(random.nextInt(all.size()));
    }

    void run(Mounted m) throws Errno {
        int steps = 1 + random.nextInt(3);
        for (int i = 0; i < steps && !files.isEmpty(); i++) {
            step++;
            synchronize(m, operation(m));
        }
    }

    private void synchronize(Mounted m, String path) throws Errno {
        switch (random.nextInt(3)) {
            case 0 -> {
                if (files.containsKey(path)) {
                    m.fsync(path);
                    log.add("fsync " + path);
                    promise(path, true);
                } else {
                    String parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
                    m.fsync(parent);
                    log.add("fsync " + parent);
                    promise(path, false);
                }
            }
            case 1 -> {
                m.fs.sync();
                log.add("sync");
                promiseAll();
            }
            default -> {}
        }
    }

    private void promiseAll() {
        Set<String> all = new HashSet<>(touched.keySet());
        all.addAll(directories);
        all.forEach(path -> promise(path, true));
    }

    private void promise(String path, boolean bytes) {
        Content content = files.get(path);
        int type = content != null ? FileMode.S_IFREG
                : directories.contains(path) ? FileMode.S_IFDIR : links.containsKey(path) ? FileMode.S_IFLNK : 0;
        promises.add(new Promise(
                step,
                flushes.getAsInt(),
                path,
                type,
                content != null && bytes ? content.bytes : null,
                content == null ? Map.of() : Map.copyOf(content.attributes),
                links.get(path)));
    }

    /** Returns the path that it was about. */
    private String operation(Mounted m) throws Errno {
        String file = anyFile();
        byte[] old = files.get(file).bytes;
        String fresh = (random.nextBoolean() ? "/n" : "/d/n") + step;
        switch (random.nextInt(20)) {
            case 0 -> {
                log.add("create " + fresh);
                m.create(fresh);
                name(fresh, new Content(new byte[0]));
                return fresh;
            }
            case 1 -> {
                byte[] bytes = pattern(10 + step, random.nextInt(12_000));
                log.add("write " + fresh + " " + bytes.length);
                m.write(m.create(fresh), 0, bytes);
                name(fresh, new Content(bytes));
                return fresh;
            }
            case 2, 3 -> write(m, file, old, old.length, 1 + random.nextInt(8000));
            case 4, 5 -> write(m, file, old, random.nextInt(old.length + 1), 1 + random.nextInt(3000));
            case 6 -> {
                log.add("rename " + file + " " + fresh);
                m.rename(file, fresh, 0);
                name(fresh, files.get(file));
                name(file, null);
                return fresh;
            }
            case 7 -> {
                String victim = anyFile();
                log.add("rename " + file + " " + victim);
                m.rename(file, victim, 0);
                if (files.get(victim) != files.get(file)) {
                    name(victim, files.get(file));
                    name(file, null);
                }
                return victim;
            }
            case 8 -> {
                String other = anyFile();
                log.add("exchange " + file + " " + other);
                m.rename(file, other, Fcntl.RENAME_EXCHANGE);
                Content content = files.get(file);
                name(file, files.get(other));
                name(other, content);
            }
            case 9 -> {
                log.add("link " + file + " " + fresh);
                m.link(file, fresh);
                name(fresh, files.get(file));
                return fresh;
            }
            case 10 -> {
                log.add("unlink " + file);
                m.unlink(file);
                name(file, null);
            }
            case 11 -> {
                log.add("mkdir " + fresh);
                m.mkdir(fresh);
                directories.add(fresh);
                touch(fresh);
                return fresh;
            }
            case 12 -> {
                String parent = fresh + "x";
                log.add("mkdir, rmdir " + parent);
                m.mkdir(parent);
                m.rmdir(parent);
                touch(parent);
                return parent;
            }
            case 13 -> {
                String target = "t".repeat(1 + random.nextInt(100));
                log.add("symlink " + fresh);
                m.make(fresh, FileMode.S_IFLNK | 0777, target);
                links.put(fresh, target);
                touch(fresh);
                return fresh;
            }
            case 14 -> {
                int length = random.nextInt(old.length * 2 + 1);
                log.add("truncate " + file + " " + length);
                m.truncate(file, length);
                change(file, Arrays.copyOf(old, length));
            }
            case 15 -> erase(m, file, old, random.nextBoolean());
            case 16 -> {
                int length = random.nextInt(30_000);
                log.add("allocate " + file + " " + length);
                m.allocate(file, 0, 0, length + 1);
                change(file, Arrays.copyOf(old, Math.max(old.length, length + 1)));
            }
            case 17 -> move(m, file, old, random.nextBoolean());
            default -> attributes(m, file);
        }
        return file;
    }

    private void write(Mounted m, String file, byte[] old, int offset, int length) throws Errno {
        log.add("write " + file + " at " + offset + " " + length);
        byte[] part = pattern(20 + step, length);
        m.write(m.node(file), offset, part);
        byte[] bytes = Arrays.copyOf(old, Math.max(old.length, offset + length));
        System.arraycopy(part, 0, bytes, offset, length);
        change(file, bytes);
    }

    private void erase(Mounted m, String file, byte[] old, boolean zero) throws Errno {
        int from = random.nextInt(3) * PAGE;
        int mode = zero ? Fcntl.FALLOC_FL_ZERO_RANGE : Fcntl.FALLOC_FL_PUNCH_HOLE;
        log.add((zero ? "zero " : "punch ") + file + " " + from);
        m.allocate(file, mode | Fcntl.FALLOC_FL_KEEP_SIZE, from, PAGE);
        byte[] bytes = old.clone();
        if (from < old.length) {
            Arrays.fill(bytes, from, Math.min(old.length, from + PAGE), (byte) 0);
        }
        change(file, bytes);
    }

    private void move(Mounted m, String file, byte[] old, boolean inserts) throws Errno {
        int from = random.nextInt(2) * PAGE;
        if (old.length <= from + PAGE) {
            return;
        }
        log.add((inserts ? "insert " : "collapse ") + file + " " + from);
        m.allocate(file, inserts ? Fcntl.FALLOC_FL_INSERT_RANGE : Fcntl.FALLOC_FL_COLLAPSE_RANGE, from, PAGE);
        byte[] bytes = new byte[old.length + (inserts ? PAGE : -PAGE)];
        System.arraycopy(old, 0, bytes, 0, from);
        int source = inserts ? from : from + PAGE;
        System.arraycopy(old, source, bytes, inserts ? from + PAGE : from, old.length - source);
        change(file, bytes);
    }

    private void attributes(Mounted m, String file) throws Errno {
        Content content = files.get(file);
        touchNames(content);
        String name = "user.x" + random.nextInt(3);
        if (random.nextInt(3) == 0 && !content.attributes.isEmpty()) {
            String gone = content.attributes.keySet().iterator().next();
            log.add("removexattr " + file + " " + gone);
            m.fs.removeExtendedAttribute(m.node(file), gone);
            content.attributes.remove(gone);
        }
        byte[] value = pattern(9, random.nextInt(300));
        log.add("setxattr " + file + " " + name + " " + value.length);
        m.fs.setExtendedAttribute(m.node(file), name, value, 0);
        content.attributes.put(name, value);
    }

    /** What is wrong with what was found when the power went with {@code ended} flushes over; null if nothing. */
    String judge(Mounted m, int ended) throws Errno {
        for (Promise promise : promises) {
            boolean later = touched.getOrDefault(promise.path, 0) > promise.step;
            String broken = promise.flushes <= ended && !later ? broken(m, promise) : null;
            if (broken != null) {
                return promise.path + " " + broken + ", promised after step " + promise.step;
            }
        }
        for (var entry : ever.entrySet()) {
            if (m.exists(entry.getKey()) && FileMode.isRegular(m.stat(entry.getKey()).mode())) {
                List<byte[]> versions = entry.getValue().stream().flatMap(content -> content.versions.stream()).toList();
                String alien = alien(m.read(entry.getKey()), versions);
                if (alien != null) {
                    return entry.getKey() + alien;
                }
            }
        }
        return null;
    }

    private static String broken(Mounted m, Promise promise) throws Errno {
        if (!m.exists(promise.path)) {
            return promise.type == 0 ? null : "is gone";
        }
        int type = m.stat(promise.path).mode() & FileMode.S_IFMT;
        if (type != promise.type) {
            return "is " + Integer.toOctalString(type) + ", not " + Integer.toOctalString(promise.type);
        }
        long node = m.node(promise.path);
        if (promise.bytes != null && !Arrays.equals(m.content(node), promise.bytes)) {
            return "has other bytes";
        }
        if (type == FileMode.S_IFREG) {
            Map<String, byte[]> found = new TreeMap<>();
            for (String name : m.fs.extendedAttributes(node)) {
                found.put(name, m.fs.getExtendedAttribute(node, name));
            }
            boolean same = found.keySet().equals(promise.attributes.keySet())
                    && found.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), promise.attributes.get(e.getKey())));
            return same ? null : "has attributes " + found.keySet() + ", not " + promise.attributes.keySet();
        }
        return type == FileMode.S_IFLNK && !m.fs.readlink(node).path().equals(promise.target) ? "leads elsewhere" : null;
    }

    /** Ordered mode: a byte is one that was written there, or zero. */
    private static String alien(byte[] found, List<byte[]> versions) {
        for (int i = 0; i < found.length; i++) {
            byte value = found[i];
            int at = i;
            if (value != 0 && versions.stream().noneMatch(v -> at < v.length && v[at] == value)) {
                return " has a strange byte " + (value & 0xFF) + " at " + i;
            }
        }
        return null;
    }
}
