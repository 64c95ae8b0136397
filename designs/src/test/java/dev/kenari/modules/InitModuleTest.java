package dev.kenari.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.module.ModuleState;
import dev.kenari.kernel.module.Modules;
import dev.kenari.modules.brd.Brd;
import dev.kenari.modules.nullblk.NullBlk;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** init_module(2) and delete_module(2): errors and messages are those of Linux. */
class InitModuleTest {
    private static void expect(Errno errno, ModuleBench bench, byte[] image, String line) {
        assertThat(catchThrowable(() -> bench.load(image, ""))).isSameAs(errno);
        if (line != null) {
            assertThat(bench.lastLine()).isEqualTo(line);
        }
    }

    /** The file with some bytes replaced by as many others. */
    private static byte[] replaced(byte[] file, String what, String by) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(what);
        assertThat(by).hasSameSizeAs(what);
        return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void loadsAndUnloads() throws Exception {
        ModuleBench.run(bench -> {
            bench.load(ModuleBench.signed(ModuleBench.build(Brd.class)), "rd_nr=2 rd_size=64");
            ModuleState state = bench.kernel.modules().list().getFirst();
            assertThat(state.name()).isEqualTo("brd");
            assertThat(state.phase()).isEqualTo(ModuleState.Phase.LIVE);
            assertThat(state.references()).isZero();
            assertThat(state.taints()).isEmpty();
            assertThat(state.parameters()).containsEntry("rd_nr", "2").containsEntry("max_part", "1");
            assertThat(bench.vfs.disks()).extracting(disk -> disk.name()).contains("ram0", "ram1").doesNotContain("ram2");
            bench.kernel.modules().unload("brd");
            assertThat(bench.kernel.modules().list()).isEmpty();
            assertThat(bench.vfs.disks()).extracting(disk -> disk.name()).doesNotContain("ram0");
            assertThat(bench.kernel.failures().taint().mask()).isZero();
        });
    }

    @Test
    void whatIsUnloadedBecomesGarbage() throws Exception {
        ModuleBench.run(bench -> {
            bench.load(ModuleBench.signed(ModuleBench.build(Brd.class)), "");
            int fd = bench.vfs.openat(bench.client, Fcntl.AT_FDCWD, "/dev/ram0", Fcntl.O_RDWR, 0);
            bench.vfs.writeBytes(bench.client, fd, new byte[10_000], 0);
            bench.vfs.close(bench.client, fd);
            WeakReference<ClassLoader> loader = bench.lastDiskLoader;
            assertThat(loader.get()).isNotNull().isNotSameAs(Brd.class.getClassLoader());
            bench.kernel.modules().unload("brd");
            for (int i = 0; i < 100 && loader.get() != null; i++) {
                System.gc();
            }
            assertThat(loader.get()).isNull();
        });
    }

    @Test
    void aModuleInUseStays() throws Exception {
        ModuleBench.run(bench -> {
            bench.load(ModuleBench.signed(ModuleBench.build(Brd.class)), "rd_nr=1");
            int fd = bench.vfs.openat(bench.client, Fcntl.AT_FDCWD, "/dev/ram0", Fcntl.O_RDWR, 0);
            assertThat(bench.kernel.modules().list().getFirst().references()).isEqualTo(1);
            assertThat(catchThrowable(() -> bench.kernel.modules().unload("brd"))).isSameAs(Errno.EAGAIN);
            bench.vfs.close(bench.client, fd);
            bench.kernel.modules().unload("brd");
            assertThat(catchThrowable(() -> bench.kernel.modules().unload("brd"))).isSameAs(Errno.ENOENT);
        });
    }

    @Test
    void onlySignedModulesAreTaken() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.build(Brd.class);
            byte[] signed = ModuleBench.signed(module);
            expect(Errno.EKEYREJECTED, bench, module, "Loading of unsigned module is rejected");
            expect(Errno.EKEYREJECTED, bench, new byte[100], "Loading of unsigned module is rejected");
            expect(Errno.EKEYREJECTED, bench, ModuleTree.read("kernel/drivers/block/brd.ko"),
                    "Loading of module with unavailable key is rejected");
            byte[] changed = signed.clone();
            changed[module.length / 2] ^= 1;
            expect(Errno.EKEYREJECTED, bench, changed, null);
            byte[] mangled = signed.clone();
            assertThat(catchThrowable(() -> bench.kernel.modules().load(mangled, () -> "", Modules.IGNORE_VERMAGIC)))
                    .isSameAs(Errno.EKEYREJECTED);
            byte[] shorter = Arrays.copyOfRange(signed, signed.length - 300, signed.length);
            expect(Errno.EBADMSG, bench, shorter, null);
            bench.load(signed, "");
        });
    }

    /** No damage to a signature makes anything but an errno. */
    @Test
    void damagedSignaturesAreRefused() throws Exception {
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        ModuleBench.run(bench -> {
            byte[] module = new byte[64];
            byte[] signed = ModuleBench.signed(module);
            Random random = new Random(seed);
            for (int i = 0; i < 2000; i++) {
                byte[] damaged = signed.clone();
                int at = module.length + random.nextInt(signed.length - module.length - 28);
                damaged[at] += (byte) (1 + random.nextInt(255));
                assertThat(catchThrowable(() -> bench.load(damaged, "")))
                        .as("seed %d, byte %d", seed, at)
                        .isIn(Errno.EBADMSG, Errno.EKEYREJECTED, Errno.ENOEXEC);
            }
        });
    }

    @Test
    void otherKernelsModulesAreRefused() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.build(Brd.class);
            String ours = "6.12.0-kenari SMP preempt mod_unload modversions riscv ";
            expect(Errno.ENOEXEC, bench, ModuleBench.signed(replaced(module, "kenari SMP preempt", "kenari UP_ preempt")),
                    "brd: version magic '" + ours.replace("SMP", "UP_") + "' should be '" + ours + "'");
            // As on Linux with versioned symbols, the release itself does not matter.
            bench.load(ModuleBench.signed(replaced(module, "vermagic=6.12.0", "vermagic=6.11.9")), "");
        });
    }

    @Test
    void symbolsMustBeThereAndOfTheRightVersion() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.build(Brd.class);
            String symbol = "dev.kenari.vfs.BlockDrivers";
            byte[] missing = replaced(module, symbol + "\0", symbol.replace("Block", "Clock") + "\0");
            expect(Errno.ENOENT, bench, ModuleBench.signed(missing),
                    "brd: Unknown symbol dev.kenari.vfs.ClockDrivers (err -2)");
            byte[] older = module.clone();
            older[new String(module, StandardCharsets.ISO_8859_1).indexOf(symbol) - Long.BYTES]++;
            expect(Errno.EINVAL, bench, ModuleBench.signed(older), "brd: Unknown symbol " + symbol + " (err -22)");
            assertThat(bench.kernel.log().messages()).extracting(m -> m.text())
                    .contains("brd: disagrees about version of symbol " + symbol);
        });
    }

    @Test
    void classesUseNothingThatTheSymbolTableDoesNotName() throws Exception {
        ModuleBench.runTrusting(bench -> {
            byte[] module = ModuleBench.build(Brd.class);
            // Another class of the kernel in the place of one that is needed: the code still names the first.
            byte[] other = replaced(module, "dev.kenari.abi.Errno\0", "dev.kenari.abi.Fcntl\0");
            byte[] unversioned = replaced(other, "__versions", "__forgotten".substring(0, 10));
            expect(Errno.ENOENT, bench, unversioned, "brd: Unknown symbol dev.kenari.abi.Errno (err -2)");
        });
    }

    @Test
    void whatIsNoModuleIsRefused() throws Exception {
        ModuleBench.runTrusting(bench -> {
            byte[] module = ModuleBench.build(Brd.class);
            byte[] other = module.clone();
            other[0] = 0;
            expect(Errno.ENOEXEC, bench, other, "Invalid ELF header magic: != \\x7fELF");
            other = module.clone();
            other[16] = 2;
            expect(Errno.ENOEXEC, bench, other, "Invalid ELF header type: 2 != 1");
            other = module.clone();
            other[18] = 62;
            other[19] = 0;
            expect(Errno.ENOEXEC, bench, other, "Invalid architecture in ELF header: 62");
            expect(Errno.ENOEXEC, bench, Arrays.copyOf(module, 40), "Invalid ELF header len 40");
            expect(Errno.ENOEXEC, bench, Arrays.copyOf(module, module.length - 1), "Invalid ELF section header overflow");
            assertThat(bench.kernel.modules().list()).isEmpty();
        });
    }

    /** Cut and changed files end in an errno or load, whatever the damage. */
    @Test
    void damagedFilesDoNoHarm() throws Exception {
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        ModuleBench.runTrusting(bench -> {
            byte[] module = ModuleBench.build(NullBlk.class);
            Random random = new Random(seed);
            for (int i = 0; i < 300; i++) {
                byte[] damaged = Arrays.copyOf(module, random.nextInt(4) == 0 ? random.nextInt(module.length) : module.length);
                for (int n = random.nextInt(4); n >= 0 && damaged.length > 0; n--) {
                    boolean headers = random.nextBoolean();
                    int at = headers ? Math.max(0, damaged.length - 1 - random.nextInt(600)) : random.nextInt(64);
                    damaged[Math.min(at, damaged.length - 1)] = (byte) random.nextInt();
                }
                Throwable thrown = catchThrowable(() -> bench.load(damaged, ""));
                assertThat(thrown).as("seed %d, round %d", seed, i).isIn(null, Errno.ENOEXEC, Errno.ENOENT, Errno.EINVAL);
                if (thrown == null) {
                    bench.kernel.modules().unload("null_blk");
                }
            }
        });
    }

    @Test
    void aNameIsLoadedOnce() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.signed(ModuleBench.build(Brd.class));
            bench.load(module, "");
            expect(Errno.EEXIST, bench, module, null);
        });
    }

    @Test
    void parametersAreChecked() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.signed(ModuleBench.build(Brd.class));
            assertThat(catchThrowable(() -> bench.load(module, "rd_nr=many"))).isSameAs(Errno.EINVAL);
            assertThat(bench.lastLine()).isEqualTo("brd: `many' invalid for parameter `rd_nr'");
            assertThat(catchThrowable(() -> bench.load(module, "rd_nr"))).isSameAs(Errno.EINVAL);
            assertThat(bench.lastLine()).isEqualTo("brd: `' invalid for parameter `rd_nr'");
            assertThat(catchThrowable(() -> bench.load(module, "rd_nr=99999999999"))).isSameAs(Errno.ERANGE);
            assertThat(bench.kernel.modules().list()).isEmpty();
            bench.load(module, "colour=red rd-size=\"0x20\" rd_nr=010");
            assertThat(bench.kernel.log().messages()).extracting(m -> m.text())
                    .contains("brd: unknown parameter 'colour' ignored");
            assertThat(bench.kernel.modules().list().getFirst().parameters())
                    .containsEntry("rd_size", "32")
                    .containsEntry("rd_nr", "8");
        });
    }

    @Test
    void whoeverTakesUnsignedModulesIsTainted() throws Exception {
        ModuleBench.runTrusting(bench -> {
            bench.load(replaced(ModuleBench.build(Brd.class), "intree=Y", "someting"), "");
            assertThat(bench.kernel.failures().taint().mask()).isEqualTo(1 << 13 | 1 << 12);
        });
    }

    @Test
    void valuesThatTheModuleCanNotHaveAreItsOwnErrors() throws Exception {
        ModuleBench.run(bench -> {
            byte[] module = ModuleBench.signed(ModuleBench.build(NullBlk.class));
            assertThat(catchThrowable(() -> bench.load(module, "gb=0"))).isSameAs(Errno.EINVAL);
            assertThat(bench.kernel.modules().list()).isEmpty();
            bench.load(module, "nr_devices=2 gb=1 bs=4096");
            assertThat(bench.vfs.disks()).extracting(disk -> disk.name()).contains("nullb0", "nullb1");
        });
    }
}
