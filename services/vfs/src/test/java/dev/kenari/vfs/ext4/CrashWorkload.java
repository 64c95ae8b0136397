package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;

/** One to three operations on a small tree, drawn from a seed, and what may be found after a loss of power. */
final class CrashWorkload {
    /** After {@code flushes} flushes, {@code path} has exactly this content, unless a later operation changed it. */
    private record Promise(int step, int flushes, String path, byte[] content) {}

    private final Random random;
    private final IntSupplier flushes;
    private final Map<String, byte[]> now = new LinkedHashMap<>();
    /** What each name ever stood for. */
    private final Map<String, List<byte[]>> versions = new HashMap<>();
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
        set("/a", pattern(1, 6000));
        set("/b", pattern(2, 3000));
        set("/d/c", pattern(3, 9000));
        promises.add(new Promise(0, 0, "/a", now.get("/a")));
        promises.add(new Promise(0, 0, "/b", now.get("/b")));
        promises.add(new Promise(0, 0, "/d/c", now.get("/d/c")));
    }

    private void set(String path, byte[] content) {
        touched.put(path, step);
        if (content == null) {
            now.remove(path);
            return;
        }
        now.put(path, content);
        versions.computeIfAbsent(path, p -> new ArrayList<>()).add(content);
    }

    private String anyFile() {
        List<String> all = List.copyOf(now.keySet());
        return all.get(random.nextInt(all.size()));
    }

    void run(Mounted m) throws Errno {
        int steps = 1 + random.nextInt(3);
        for (int i = 0; i < steps && !now.isEmpty(); i++) {
            step++;
            String file = operation(m);
            sync(m, file);
        }
    }

    private void sync(Mounted m, String file) throws Errno {
        switch (random.nextInt(3)) {
            case 0 -> {
                if (now.containsKey(file)) {
                    m.fsync(file);
                    log.add("fsync " + file);
                    promise(file);
                } else {
                    m.fsync("/");
                    log.add("fsync /");
                }
            }
            case 1 -> {
                m.fs.sync();
                log.add("sync");
                now.keySet().forEach(this::promise);
            }
            default -> {}
        }
    }

    private void promise(String path) {
        promises.add(new Promise(step, flushes.getAsInt(), path, now.get(path)));
    }

    /** Returns the file that it was about. */
    private String operation(Mounted m) throws Errno {
        int kind = random.nextInt(14);
        String file = anyFile();
        byte[] old = now.get(file);
        String fresh = (random.nextBoolean() ? "/n" : "/d/n") + step;
        switch (kind) {
            case 0 -> {
                log.add("create " + fresh);
                m.create(fresh);
                set(fresh, new byte[0]);
                return fresh;
            }
            case 1 -> {
                int length = random.nextInt(12_000);
                log.add("write " + fresh + " " + length);
                byte[] content = pattern(10 + step, length);
                m.write(m.create(fresh), 0, content);
                set(fresh, content);
                return fresh;
            }
            case 2, 3 -> change(m, file, old, old.length, 1 + random.nextInt(8000));
            case 4 -> change(m, file, old, random.nextInt(old.length + 1), 1 + random.nextInt(3000));
            case 5 -> {
                log.add("rename " + file + " " + fresh);
                m.rename(file, fresh, 0);
                set(fresh, old);
                set(file, null);
                return fresh;
            }
            case 6 -> {
                String victim = anyFile();
                log.add("rename " + file + " " + victim);
                m.rename(file, victim, 0);
                if (!victim.equals(file)) {
                    set(victim, old);
                    set(file, null);
                }
                return victim;
            }
            case 7 -> {
                log.add("link " + file + " " + fresh);
                m.link(file, fresh);
            }
            case 8 -> {
                log.add("unlink " + file);
                m.unlink(file);
                set(file, null);
            }
            case 9 -> {
                log.add("mkdir /m" + step);
                m.mkdir("/m" + step);
                m.rmdir("/m" + step);
                m.mkdir("/k" + step);
            }
            case 10 -> {
                int length = random.nextInt(old.length * 2 + 1);
                log.add("truncate " + file + " " + length);
                m.truncate(file, length);
                set(file, Arrays.copyOf(old, length));
            }
            case 11 -> {
                int from = random.nextInt(3) * 4096;
                log.add("punch " + file + " " + from);
                m.allocate(file, Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE, from, 4096);
                byte[] content = old.clone();
                if (from < old.length) {
                    Arrays.fill(content, from, Math.min(old.length, from + 4096), (byte) 0);
                }
                set(file, content);
            }
            case 12 -> {
                int length = random.nextInt(30_000);
                log.add("allocate " + file + " " + length);
                m.allocate(file, 0, 0, length + 1);
                set(file, Arrays.copyOf(old, Math.max(old.length, length + 1)));
            }
            default -> {
                log.add("setxattr " + file);
                m.fs.setExtendedAttribute(m.node(file), "user.x" + random.nextInt(3), pattern(9, random.nextInt(700)), 0);
                if (random.nextBoolean()) {
                    m.fs.setExtendedAttribute(m.node(file), "user.y", pattern(8, 100), 0);
                    m.fs.removeExtendedAttribute(m.node(file), "user.y");
                }
            }
        }
        return file;
    }

    private void change(Mounted m, String file, byte[] old, int offset, int length) throws Errno {
        log.add("write " + file + " at " + offset + " " + length);
        byte[] part = pattern(20 + step, length);
        m.write(m.node(file), offset, part);
        byte[] content = Arrays.copyOf(old, Math.max(old.length, offset + length));
        System.arraycopy(part, 0, content, offset, length);
        set(file, content);
    }

    /** What is wrong with the tree that a loss of power after {@code ended} flushes left; null if nothing. */
    String judge(Mounted m, int ended) throws Errno {
        for (Promise promise : promises) {
            boolean later = touched.getOrDefault(promise.path, 0) > promise.step;
            if (promise.flushes <= ended && !later) {
                if (!m.exists(promise.path)) {
                    return promise.path + " is gone, promised after step " + promise.step;
                }
                if (!Arrays.equals(m.read(promise.path), promise.content)) {
                    return promise.path + " differs from what was promised after step " + promise.step;
                }
            }
        }
        for (var entry : versions.entrySet()) {
            if (m.exists(entry.getKey())) {
                String alien = alien(m.read(entry.getKey()), entry.getValue());
                if (alien != null) {
                    return entry.getKey() + alien;
                }
            }
        }
        return null;
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
