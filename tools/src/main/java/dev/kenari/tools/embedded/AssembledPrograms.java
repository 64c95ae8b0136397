package dev.kenari.tools.embedded;

import dev.kenari.image.EmbeddedPrograms;
import dev.kenari.machine.riscv.isa.Assemble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The programs that {@link Assemble} made, from the jar. */
public final class AssembledPrograms implements EmbeddedPrograms {
    @Override
    public Map<String, byte[]> programs() {
        Map<String, byte[]> programs = new TreeMap<>();
        new String(resource("index"), StandardCharsets.UTF_8)
                .lines()
                .forEach(name -> programs.put("/bin/" + name, resource(name)));
        return programs;
    }

    private static byte[] resource(String name) {
        try (InputStream in = AssembledPrograms.class.getResourceAsStream("programs/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
