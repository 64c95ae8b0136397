package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompiledRegionsTest {
    /** As {@code jcmd PID Compiler.codelist} prints it. */
    private static final String LIST = """
            1512 3 0 dev.kenari.machine.riscv.translator.Region$Code.run(Ldev/kenari/machine/riscv/translator/Execution;JI)J [0x01, 0x02 - 0x03]
            1513 4 0 dev.kenari.machine.riscv.translator.Region$Code.run(Ldev/kenari/machine/riscv/translator/Execution;JI)J [0x01, 0x02 - 0x03]
            1514 4 1 dev.kenari.machine.riscv.translator.Region$Code.run(Ldev/kenari/machine/riscv/translator/Execution;JI)J [0x01, 0x02 - 0x03]
            1515 4 0 java.lang.String.hashCode()I [0x01, 0x02 - 0x03]
            """;

    @Test
    void countsTheRegionsInUse() {
        assertThat(CompiledRegions.describe(LIST)).isEqualTo(" (regions: 1 by C1, 1 by C2)");
    }

    @Test
    void thisJvmTells() {
        assertThat(CompiledRegions.describe()).matches(" \\(regions: \\d+ by C1, \\d+ by C2\\)");
    }
}
