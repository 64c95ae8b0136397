package dev.kenari.machine.riscv.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.TestMachine;
import dev.kenari.machine.riscv.isa.Assembler;
import dev.kenari.machine.riscv.isa.Extension;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Oracle;
import dev.kenari.machine.riscv.isa.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each engine against {@code qemu-riscv64}: the same random program from the same state must end in the same state. A
 * failure names the seed and the first instruction after which they differ. {@code -Dkenari.fuzz.rounds} makes it longer.
 */
@ParameterizedClass
@MethodSource("dev.kenari.machine.riscv.Engines#all")
@Tag("slow")
class QemuFuzzTest {
    private static final int UNITS = 600;
    private static final long ORIGIN = 0x10000;
    private static final int SCRATCH = 2 * TestMachine.PAGE;
    private static final int POOL = TestMachine.PAGE;
    private static final int SAVED = 64 * 8 + 8;

    @TempDir
    Path directory;

    private final HartFactory engine;
    private String cpu = "rv64";

    QemuFuzzTest(HartFactory engine) {
        this.engine = engine;
    }

    @Test
    void agreesWithQemu() throws Exception {
        Oracle.require("qemu-riscv64", "qemu-user");
        Set<Op> ops = supported();
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        int rounds = Integer.getInteger("kenari.fuzz.rounds", 25);
        System.out.println("QemuFuzzTest: -Dkenari.seed=" + seed + " -cpu " + cpu + ", rounds: " + rounds);
        for (int round = 0; round < rounds; round++) {
            check(seed + round, ops);
        }
    }

    private void check(long seed, Set<Op> ops) throws Exception {
        RandomUnits random = new RandomUnits(new Random(seed), ops, RandomUnits.FACTOR, false);
        List<byte[]> program = Stream.generate(random::next).limit(UNITS).toList();
        if (same(seed, program, program.size())) {
            return;
        }
        int good = 0;
        int bad = program.size();
        while (bad - good > 1) {
            int middle = (good + bad) / 2;
            if (same(seed, program, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Program full = assemble(seed, program, bad);
        byte[] theirs = qemu(full);
        byte[] ours = ours(full);
        throw new AssertionError("-Dkenari.seed=" + seed + " differs after unit " + good + ":\n"
                + String.join("\n", Listing.lines(program.get(good))) + "\n" + differences(ours, theirs));
    }

    private static String differences(byte[] ours, byte[] theirs) {
        StringBuilder text = new StringBuilder();
        ByteBuffer a = ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer b = ByteBuffer.wrap(theirs).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ours.length / 8 && i < theirs.length / 8; i++) {
            if (a.getLong(i * 8) != b.getLong(i * 8)) {
                String name = i < 32 ? "x" + i : i < 64 ? "f" + (i - 32) : i == 64 ? "fcsr" : "memory " + (i - 65) * 8;
                text.append("%s ours %016x qemu %016x%n".formatted(name, a.getLong(i * 8), b.getLong(i * 8)));
            }
        }
        return text.toString();
    }

    private boolean same(long seed, List<byte[]> program, int length) throws Exception {
        Program assembled = assemble(seed, program, length);
        return Arrays.equals(ours(assembled), qemu(assembled));
    }

    /** The program with what sets its first state up, and what writes its last state to standard output. */
    private static Program assemble(long seed, List<byte[]> program, int length) {
        Random random = new Random(seed);
        StringBuilder source = new StringBuilder("_start: la x31, pool\nla x30, scratch + 4096\n");
        for (int i = 0; i < 32; i++) {
            source.append("fld f").append(i).append(',').append(i * 8).append("(x31)\n");
        }
        for (int i = 1; i < 28; i++) {
            source.append("ld x").append(i).append(',').append(i * 8 + 256).append("(x31)\n");
        }
        source.append("ori x26, x26, 1\nli x28, 0\nli x29, 0\n");
        for (byte[] unit : program.subList(0, length)) {
            Listing.lines(unit).forEach(line -> source.append(line).append('\n'));
        }
        source.append("la x29, saved\n");
        for (int i = 1; i < 32; i++) {
            source.append("sd x").append(i).append(',').append(i * 8).append("(x29)\n");
        }
        for (int i = 0; i < 32; i++) {
            source.append("fsd f").append(i).append(',').append(i * 8 + 256).append("(x29)\n");
        }
        source.append("csrr x1, fcsr\nsd x1, 512(x29)\n");
        source.append("li a0, 1\nmv a1, x29\nli a2, ").append(SAVED + SCRATCH).append("\nli a7, 64\necall\n");
        source.append("li a0, 0\nli a7, 93\necall\n.balign 4096\n");
        for (int i = 0; i < POOL / 8; i++) {
            // Addressed from its middle.
            source.append(i == POOL / 16 ? "pool: " : "");
            source.append(".dword ").append(OperandPool.value(random)).append('\n');
        }
        source.append(".zero ").append(TestMachine.PAGE - SAVED).append("\nsaved: .zero ").append(SAVED);
        source.append("\nscratch: .zero ").append(SCRATCH);
        return Assembler.assemble(source.toString(), ORIGIN);
    }

    private byte[] qemu(Program program) throws IOException, InterruptedException {
        Path file = directory.resolve("fuzz.elf");
        Files.deleteIfExists(file);
        Files.write(file, program.elf());
        file.toFile().setExecutable(true);
        Process process = new ProcessBuilder("qemu-riscv64", "-cpu", cpu, file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as("exit code of qemu").isZero();
        return output;
    }

    private byte[] ours(Program program) {
        try (TestMachine machine = new TestMachine(engine)) {
            machine.load(program);
            machine.registers.pc = program.symbol("_start");
            int cause = machine.hart.run(machine.registers);
            if (cause != Cause.ECALL_FROM_U) {
                return "cause %d at %x value %x".formatted(cause, machine.registers.pc, machine.hart.trapValue()).getBytes();
            }
            byte[] saved = new byte[SAVED + SCRATCH];
            for (int i = 0; i < saved.length; i++) {
                long address = program.symbol("saved") + i;
                long frame = machine.pte(address) >>> 10 << 12;
                saved[i] = machine.memory.getByte(frame | address & 0xFFF);
            }
            return saved;
        }
    }

    /** What this qemu can be told to have. */
    private Set<Op> supported() throws IOException, InterruptedException {
        Set<Op> ops = EnumSet.allOf(Op.class);
        ops.removeIf(op -> op.extension() == Extension.PRIVILEGED);
        ops.removeAll(EnumSet.of(Op.ECALL, Op.EBREAK, Op.C_EBREAK));
        for (Extension extension : EnumSet.of(
                Extension.ZBA, Extension.ZBB, Extension.ZBS, Extension.ZICOND, Extension.ZICBOZ)) {
            String with = cpu + "," + extension.name().toLowerCase(Locale.ROOT) + "=true";
            if (exitCode(with, "li a0, 0") == 0) {
                cpu = with;
            } else {
                ops.removeIf(op -> op.extension() == extension);
                System.out.println("QemuFuzzTest: this qemu has no " + extension);
            }
        }
        // Version 7.2 counts on into the upper half of a word that is zero.
        if (exitCode(cpu, "li a1, 0x10000000000\nctzw a0, a1\naddi a0, a0, -32") != 0) {
            ops.remove(Op.CTZW);
            System.out.println("QemuFuzzTest: this qemu's ctzw is wrong");
        }
        return ops;
    }

    private int exitCode(String model, String source) throws IOException, InterruptedException {
        Path file = directory.resolve("probe.elf");
        Files.deleteIfExists(file);
        Files.write(file, Assembler.assemble(source + "\nli a7, 93\necall\n", ORIGIN).elf());
        file.toFile().setExecutable(true);
        return new ProcessBuilder("qemu-riscv64", "-cpu", model, file.toString()).start().waitFor();
    }
}
