package dev.kenari.machine.riscv.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.riscv.isa.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpcodeTest {
    private static final Path FILE = Path.of("src/main/java/dev/kenari/machine/riscv/interpreter/Opcode.java");

    @Test
    void isCurrent() throws IOException {
        StringBuilder constants = new StringBuilder("public final class Opcode {\n");
        for (Op op : Op.values()) {
            if (!op.compressed()) {
                constants.append("    public static final int %s = %d;\n".formatted(op, op.code()));
            }
        }
        assertThat(Files.readString(FILE)).as("generated constants").contains(constants + "\n");
    }
}
