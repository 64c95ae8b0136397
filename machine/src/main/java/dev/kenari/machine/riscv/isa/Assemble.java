package dev.kenari.machine.riscv.isa;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The build step of modules with programs of their own: turns {@code src/main/asm/*.s} into ELF files and an index of their names. */
public final class Assemble {
    private static final long ORIGIN = 0x10000;

    private Assemble() {}

    /** @param arguments source directory, target directory */
    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[1]));
        StringBuilder index = new StringBuilder();
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(Path.of(arguments[0]), "*.s")) {
            for (Path source : sources) {
                String name = source.getFileName().toString().replaceFirst("\\.s$", "");
                Files.write(target.resolve(name), Assembler.assemble(Files.readString(source), ORIGIN).elf());
                index.append(name).append('\n');
            }
        }
        Files.writeString(target.resolve("index"), index);
    }
}
