package dev.kenari.tools;

import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.crash.CrashReport;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A crash dump: a ZIP file, so that any tool can look inside and its checksums tell damage. Entry {@value #HEADER} is lines of
 * {@code NAME VALUE}, the first of them {@code format 1}; {@code sections/TITLE} are UTF-8 lines; {@value #FRAMES}, if it is
 * there, holds the frames in use that are not all zero, each as its physical address (8 bytes, big endian) and its 4096 bytes.
 */
final class CrashFile {
    private static final int FORMAT = 1;
    private static final int PAGE = 4096;
    private static final int MOST_ENTRIES = 64;
    private static final int MOST_TEXT = 64 << 20;
    private static final String HEADER = "kenari-crash";
    private static final String SECTIONS = "sections/";
    private static final String FRAMES = "memory/frames";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** @param sections lines by title, in the order in which they are to be read */
    record Contents(Map<String, String> header, Map<String, List<String>> sections) {}

    private CrashFile() {}

    /** Fails now if no dump can be written there after a panic. */
    static void check(Path directory) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new UserError("crash-dir", directory + " is no directory that can be written to");
        }
    }

    /** What the user sees of a panic. */
    static void print(KernelPanic panic) {
        if (panic.report() != null) {
            panic.report().summary().forEach(line -> System.err.println(printable(line)));
        }
        System.err.println("error: kernel-panic: " + printable(panic.getMessage())
                + "; a bug of Kenari's: please report the lines above");
    }

    /** Guest bytes must not talk to the user's terminal. */
    static String printable(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\\t]]|[\\x80-\\x9f]", "?");
    }

    /** Writes a dump and says where, or why not: the panic itself is still to be told. The board must be there. */
    static void write(Path directory, KernelPanic panic, boolean memory) {
        CrashReport report = panic.report();
        String stamp = LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
        Path file = directory.resolve("kenari-crash-" + stamp + "-" + ProcessHandle.current().pid() + ".zip");
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
                text(zip, HEADER, List.of(
                        "format " + FORMAT,
                        "reason " + report.reason(),
                        "component " + report.component(),
                        "time " + stamp));
                for (Map.Entry<String, List<String>> section : report.sections().entrySet()) {
                    text(zip, SECTIONS + section.getKey(), section.getValue());
                }
                if (memory) {
                    zip.putNextEntry(new ZipEntry(FRAMES));
                    DataOutputStream out = new DataOutputStream(zip);
                    report.frames().<IOException>forEach((address, bytes) -> {
                        out.writeLong(address);
                        out.write(bytes);
                    });
                    zip.closeEntry();
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            System.err.println("kenari: crash dump: " + file);
        } catch (IOException e) {
            part.toFile().delete();
            System.err.println("kenari: no crash dump: can't write " + file + ": " + e.getMessage());
        }
    }

    private static void text(ZipOutputStream zip, String name, List<String> lines) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        for (String line : lines) {
            zip.write((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
        }
        zip.closeEntry();
    }

    /** All but the memory. A file that is no dump, or is damaged, is the user's error. */
    static Contents read(Path file) {
        try (ZipFile zip = open(file)) {
            Map<String, String> header = new LinkedHashMap<>();
            int[] room = {MOST_TEXT};
            for (String line : lines(zip, zip.getEntry(HEADER), room)) {
                int space = line.indexOf(' ');
                header.put(space < 0 ? line : line.substring(0, space), space < 0 ? "" : line.substring(space + 1));
            }
            if (!Integer.toString(FORMAT).equals(header.get("format"))) {
                throw bad(file, "its format is " + printable(header.getOrDefault("format", "unknown")) + ", not " + FORMAT);
            }
            Map<String, List<String>> sections = new LinkedHashMap<>();
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().startsWith(SECTIONS)) {
                    sections.put(entry.getName().substring(SECTIONS.length()), lines(zip, entry, room));
                }
            }
            return new Contents(header, sections);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(file, e.getMessage());
        }
    }

    /** Bytes of physical memory; zeroes where the dump has no frame. */
    static byte[] memory(Path file, long address, int length) {
        byte[] result = new byte[length];
        try (ZipFile zip = open(file)) {
            ZipEntry entry = zip.getEntry(FRAMES);
            if (entry == null) {
                throw new UserError("no-memory", file + " holds no guest memory: --crash-memory puts it there");
            }
            try (InputStream stream = zip.getInputStream(entry); DataInputStream in = new DataInputStream(stream)) {
                byte[] frame = new byte[PAGE];
                while (true) {
                    long at = in.readLong();
                    in.readFully(frame);
                    for (long i = Math.max(at, address); i < Math.min(at + PAGE, address + length); i++) {
                        result[(int) (i - address)] = frame[(int) (i - at)];
                    }
                }
            } catch (EOFException e) {
                return result;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw bad(file, e.getMessage());
        }
    }

    private static ZipFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError("crash-file", file + " is no file");
        }
        ZipFile zip = new ZipFile(file.toFile());
        if (zip.size() > MOST_ENTRIES || zip.getEntry(HEADER) == null) {
            zip.close();
            throw new ZipException("it was not written by kenari");
        }
        return zip;
    }

    /** An entry's size in the directory may lie: what is read counts. @param room bytes that may still be read */
    private static List<String> lines(ZipFile zip, ZipEntry entry, int[] room) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(room[0] + 1);
            room[0] -= bytes.length;
            if (room[0] < 0) {
                throw new ZipException("it is too long");
            }
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static UserError bad(Path file, String why) {
        return new UserError("crash-file", file + " is no crash dump, or is damaged: " + why);
    }
}
