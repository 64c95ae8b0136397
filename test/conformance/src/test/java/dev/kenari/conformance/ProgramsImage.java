package dev.kenari.conformance;

import dev.kenari.abi.Errno;
import dev.kenari.designs.RootImage;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A root with a few static programs in /bin and what the C library looks for. */
final class ProgramsImage implements RootImage {
    private record Extent(long offset, long size) {}

    private static final String PASSWD = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n";

    private final Path data;
    private final Map<String, Extent> programs = new LinkedHashMap<>();

    /** @param files host files by the name that they get in /bin */
    ProgramsImage(Map<String, Path> files) throws IOException {
        data = Files.createTempFile("kenari-programs", null);
        data.toFile().deleteOnExit();
        long offset = 0;
        try (OutputStream out = Files.newOutputStream(data)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                byte[] bytes = Files.readAllBytes(file.getValue());
                out.write(bytes);
                programs.put(file.getKey(), new Extent(offset, bytes.length));
                offset += bytes.length;
            }
            // A read-only memory of the board is not empty.
            out.write(0);
        }
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public void populate(Population into, ImageSource source) throws Errno {
        for (String directory : new String[] {"/bin", "/etc", "/root", "/proc", "/sys", "/dev", "/mnt", "/run"}) {
            into.directory(directory, 0755, 0, 0, 0);
        }
        into.directory("/tmp", 01777, 0, 0, 0);
        into.file("/etc/passwd", 0644, 0, 0, 0, PASSWD.getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, Extent> program : programs.entrySet()) {
            Extent extent = program.getValue();
            into.file("/bin/" + program.getKey(), 0755, 0, 0, 0, extent.size(), source, extent.offset());
        }
    }
}
