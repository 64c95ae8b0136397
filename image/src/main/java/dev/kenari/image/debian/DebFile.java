package dev.kenari.image.debian;

import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.archive.ArReader;
import dev.kenari.image.archive.Compression;
import dev.kenari.image.archive.CorruptArchiveException;
import dev.kenari.image.archive.Sha256Stream;
import dev.kenari.image.archive.TarMember;
import dev.kenari.image.archive.TarReader;
import dev.kenari.image.tree.StagedImage;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A binary package (deb(5)): an ar archive of a version, a tar of control files and a tar of what is installed. */
public final class DebFile {
    private static final long MAX_CONTROL_FILE = 16 << 20;
    private static final int MAX_CONTROL_FILES = 256;

    private DebFile() {}

    /**
     * Unpacks a package's files into an image.
     *
     * @param sha256 what the .deb must hash to, in hex, or null
     */
    public static UnpackedPackage unpack(Path deb, String sha256, StagedImage image) throws ImageException {
        try (Sha256Stream in = new Sha256Stream(new BufferedInputStream(Files.newInputStream(deb), 1 << 16))) {
            UnpackedPackage unpacked = unpack(in, deb.getFileName().toString(), image);
            if (sha256 != null && !sha256.equals(in.finish())) {
                throw new ImageException("checksum-mismatch", "cached " + deb + " is damaged; remove it");
            }
            return unpacked;
        } catch (IOException e) {
            throw new ImageException("corrupt-archive", deb + ": " + e.getMessage(), e);
        }
    }

    /** Whether the file begins as a package does: what can be known before the image below it is made, which takes a minute. */
    public static void check(Path deb) throws ImageException {
        try (InputStream in = Files.newInputStream(deb)) {
            open(in);
        } catch (IOException e) {
            throw new ImageException("corrupt-archive", deb + ": " + e.getMessage(), e);
        }
    }

    private static ArReader open(InputStream in) throws IOException {
        ArReader ar = new ArReader(in);
        if (!"debian-binary".equals(ar.next())
                || !new String(ar.content().readNBytes(4), StandardCharsets.US_ASCII).equals("2.0\n")) {
            throw new CorruptArchiveException("not a Debian package of format 2.0");
        }
        return ar;
    }

    static UnpackedPackage unpack(InputStream in, String source, StagedImage image)
            throws IOException, ImageException {
        ArReader ar = open(in);
        Map<String, byte[]> control = null;
        List<String> paths = null;
        for (String member = ar.next(); member != null && paths == null; member = ar.next()) {
            if (member.startsWith("control.tar") && control == null) {
                control = control(Compression.decompress(ar.content()));
            } else if (member.startsWith("data.tar") && control != null) {
                paths = data(Compression.decompress(ar.content()), source, image);
            } else if (!member.startsWith("_")) {
                throw new CorruptArchiveException("unexpected member '" + member + "'");
            }
        }
        if (paths == null) {
            throw new CorruptArchiveException("no data.tar");
        }
        Map<String, String> stanza = stanza(control.get("control"));
        return new UnpackedPackage(stanza.get("package"), stanza, control, paths);
    }

    private static Map<String, byte[]> control(InputStream in) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        TarReader tar = new TarReader(in);
        for (TarMember member = tar.next(); member != null; member = tar.next()) {
            if (member.type() == EntryType.FILE) {
                String name = member.name().startsWith("./")
                        ? member.name().substring(2)
                        : member.name();
                if (!name.matches("[a-z0-9][a-z0-9._-]*")
                        || member.size() > MAX_CONTROL_FILE
                        || files.size() >= MAX_CONTROL_FILES) {
                    throw new CorruptArchiveException("unreasonable control file '" + name + "'");
                }
                files.put(name, tar.content().readAllBytes());
            }
        }
        return files;
    }

    private static List<String> data(InputStream in, String source, StagedImage image) throws ImageException {
        List<String> paths = new ArrayList<>();
        image.addAll(new TarReader(in), source, name -> {
            String path = name.startsWith(".") ? name.substring(1) : "/" + name;
            path = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            paths.add(path.equals("/") || path.isEmpty() ? "/." : path);
        });
        return paths;
    }

    private static Map<String, String> stanza(byte[] control) throws IOException {
        if (control == null) {
            throw new CorruptArchiveException("no control file");
        }
        var text = new InputStreamReader(new ByteArrayInputStream(control), StandardCharsets.UTF_8);
        Map<String, String> stanza = new ControlReader(new BufferedReader(text)).next();
        if (stanza == null || !stanza.getOrDefault("package", "").matches("[a-z0-9][a-z0-9+.-]+")) {
            throw new CorruptArchiveException("control file names no package");
        }
        return stanza;
    }
}
