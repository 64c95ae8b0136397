package dev.kenari.process.exec;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ElfLoaderTest {
    private static final int FILE_BYTES = 3 * 4096;
    private static final int ROUNDS = 20_000;
    private static final long TEXT = 0x1_0000;
    private static final long DATA = 0x1_2F00;

    /** An executable of one read-only and one writable segment, the second with a bss, and an interpreter's name. */
    private static byte[] program(int type) {
        ByteBuffer file = ByteBuffer.allocate(FILE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0x400; i < FILE_BYTES; i++) {
            file.put(i, (byte) i);
        }
        file.putInt(Elf.MAGIC).put((byte) Elf.CLASS_64).put((byte) Elf.DATA_LITTLE_ENDIAN).put((byte) 1);
        file.position(16);
        file.putShort((short) type).putShort((short) Elf.MACHINE_RISCV).putInt(1).putLong(TEXT + 0x400).putLong(64);
        file.position(52);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 4);
        file.position(64);
        header(file, Elf.PT_INTERP, Elf.PF_R, 0x200, TEXT + 0x200, 8, 8, 1);
        header(file, Elf.PT_LOAD, Elf.PF_R | Elf.PF_X, 0, TEXT, 0x1F00, 0x1F00, 0x1000);
        header(file, Elf.PT_LOAD, Elf.PF_R | Elf.PF_W, 0x1F00, DATA, 0x900, 0x3900, 0x1000);
        header(file, Elf.PT_GNU_STACK, Elf.PF_R | Elf.PF_W, 0, 0, 0, 0, 16);
        file.position(0x200);
        file.put("/lib/ld\0".getBytes());
        return file.array();
    }

    private static void header(
            ByteBuffer to, int type, int flags, long offset, long address, long fileSize, long size, long alignment) {
        to.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address).putLong(fileSize);
        to.putLong(size).putLong(alignment);
    }

    private static ElfFile parse(byte[] file) throws Errno {
        return ElfFile.parse((offset, length) -> {
            if (offset >= file.length) {
                return new byte[0];
            }
            return Arrays.copyOfRange(file, (int) offset, (int) Math.min(file.length, offset + length));
        });
    }

    private static MappedFile map(Kernel kernel, byte[] file) throws Errno {
        MemoryObject object = kernel.objects().anonymous(file.length);
        for (int page = 0; page * 4096 < file.length; page++) {
            kernel.frames().memory().write(object.writableFrame(page), file, page * 4096, Math.min(4096, file.length - page * 4096));
        }
        return new MappedFile(object.id(), 0, "/bin/program", 0, 0, 7);
    }

    @Test
    void parsesWhatTheHeadersSay() throws Exception {
        ElfFile elf = parse(program(Elf.TYPE_EXEC));
        assertThat(elf.interpreter()).isEqualTo("/lib/ld");
        assertThat(elf.loads()).hasSize(2);
        assertThat(elf.executableStack()).isFalse();
    }

    @Test
    void refusesWhatIsNoRiscv64Program() {
        for (int[] change : new int[][] {{0, 1}, {4, 1}, {5, 2}, {16, 1}, {18, 62}, {54, 32}, {56, 0}, {32, 255}, {64 + 32, 1}}) {
            byte[] file = program(Elf.TYPE_DYN);
            file[change[0]] = (byte) change[1];
            if (change[0] == 32) {
                file[38] = 1;
            }
            assertThatThrownBy(() -> parse(file)).as("byte " + change[0]).isSameAs(Errno.ENOEXEC);
        }
        byte[] unterminated = program(Elf.TYPE_DYN);
        unterminated[0x207] = 'x';
        assertThatThrownBy(() -> parse(unterminated)).isSameAs(Errno.ENOEXEC);
        assertThatThrownBy(() -> parse(Arrays.copyOf(program(Elf.TYPE_DYN), 100))).isSameAs(Errno.ENOEXEC);
    }

    @Test
    void mapsSegmentsAndZeroesTheBss() throws Exception {
        inKernel(kernel -> {
            byte[] file = program(Elf.TYPE_EXEC);
            AddressSpace space = kernel.spaces().create();
            LoadedElf loaded = new ElfLoader(kernel.objects()).loadAt(space, parse(file), map(kernel, file), 0);
            assertThat(loaded.entry()).isEqualTo(TEXT + 0x400);
            assertThat(loaded.headers()).isEqualTo(TEXT + 64);
            assertThat(loaded.end()).isEqualTo(0x1_7000);
            assertThat(space.memory().getByte(TEXT + 0x401)).isEqualTo((byte) 1);
            assertThat(space.memory().getByte(DATA + 0x8FF)).isEqualTo(file[0x1F00 + 0x8FF]);
            assertThat(space.memory().read(DATA + 0x900, 0x3000)).containsOnly(0);
            assertThat(space.find(TEXT).protection()).isEqualTo(Vma.READ | Vma.EXEC);
            assertThat(space.find(DATA).protection()).isEqualTo(Vma.READ | Vma.WRITE);
        });
    }

    @Test
    void placesAPositionIndependentProgramWhereTold() throws Exception {
        inKernel(kernel -> {
            byte[] file = program(Elf.TYPE_DYN);
            AddressSpace space = kernel.spaces().create();
            long base = 0x2A_0000_3000L;
            LoadedElf loaded = new ElfLoader(kernel.objects()).loadAt(space, parse(file), map(kernel, file), base);
            assertThat(loaded.codeStart()).isEqualTo(base);
            assertThat(loaded.entry()).isEqualTo(base + 0x400);
            AddressSpace other = kernel.spaces().create();
            LoadedElf anywhere = new ElfLoader(kernel.objects()).loadAnywhere(other, parse(file), map(kernel, file));
            assertThat(other.find(anywhere.entry())).isNotNull();
        });
    }

    /** Whatever the bytes: a program in the lower half, or an error; and nothing is left behind. */
    @Test
    void survivesDamagedFiles() throws Exception {
        long seed = Long.getLong("kenari.seed", 20_251_122);
        System.out.println("ElfLoaderTest.survivesDamagedFiles: -Dkenari.seed=" + seed);
        inKernel(kernel -> {
            Random random = new Random(seed);
            MappedFile mapped = map(kernel, program(Elf.TYPE_DYN));
            int free = kernel.frames().free();
            Set<Errno> errors = new HashSet<>();
            int loaded = 0;
            for (int i = 0; i < ROUNDS; i++) {
                byte[] file = program(random.nextBoolean() ? Elf.TYPE_DYN : Elf.TYPE_EXEC);
                damage(file, random);
                AddressSpace space = kernel.spaces().create();
                try {
                    ElfFile elf = parse(file);
                    ElfLoader loader = new ElfLoader(kernel.objects());
                    LoadedElf result = random.nextBoolean()
                            ? loader.loadAt(space, elf, mapped, 0x2A_0000_0000L)
                            : loader.loadAnywhere(space, elf, mapped);
                    loaded++;
                    assertThat(result.entry()).isBetween(0L, AddressSpace.TOP - 1);
                } catch (Errno e) {
                    errors.add(e);
                } finally {
                    space.vmas().forEach(vma -> assertThat(vma.end()).isBetween(1L, AddressSpace.TOP));
                    space.release();
                }
            }
            assertThat(kernel.frames().free()).isEqualTo(free);
            assertThat(loaded).isGreaterThan(ROUNDS / 50);
            assertThat(errors).contains(Errno.ENOEXEC, Errno.EINVAL);
        });
    }

    private static void damage(byte[] file, Random random) {
        long[] edges = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, AddressSpace.TOP, AddressSpace.TOP - 4096, 4096, 1L << 40};
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = random.nextInt(4) + 1; n > 0; n--) {
            int at = random.nextInt(64 + 4 * 56 - 8);
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> buffer.putLong(at & -8, edges[random.nextInt(edges.length)]);
                default -> buffer.putInt(at & -4, random.nextInt(16));
            }
        }
    }
}
