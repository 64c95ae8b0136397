package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.Connector;
import dev.kenari.machine.disk.MemoryDisk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of a program whose disk's driver fails in the kernel. */
class OopsTest {
    private static final long MIB = 1L << 20;

    private final AtomicBoolean armed = new AtomicBoolean();

    /** blkdiscard(8) arms it: the next read or transfer fails, as a wrong index would. */
    private final Connector failing = new Connector() {
        @Override
        public <T> T connect(Class<T> protocol, T implementation) {
            return protocol != BlockDevice.class ? implementation : protocol.cast(Proxy.newProxyInstance(
                    protocol.getClassLoader(), new Class<?>[] {protocol}, (proxy, method, arguments) -> {
                        boolean moves = method.getName().equals("transfer") || method.getName().equals("read");
                        if (moves && armed.compareAndSet(true, false)) {
                            throw new IndexOutOfBoundsException("wrong index");
                        }
                        armed.compareAndSet(false, method.getName().equals("discard"));
                        try {
                            return method.invoke(implementation, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    };

    private Guest.Result run(String script) throws InterruptedException {
        return Guest.of(DebianImage.open("debian+e2fsprogs,fdisk"))
                .withInterposer(failing)
                .withDisk(new MemoryDisk(16 * MIB))
                .withDisk(new MemoryDisk(MIB))
                .run("bash", "-c", script);
    }

    @Test
    void killsTheProgramAndTaintsTheKernel() throws InterruptedException {
        Guest.Result result = run("""
                cat /proc/sys/kernel/tainted
                blkdiscard /dev/vdb
                cat /dev/vda > /dev/null; echo $?
                cat /dev/vda | wc -c
                cat /proc/sys/kernel/tainted /sys/kernel/oops_count
                dmesg | grep -o 'Oops: .*\\|comp[a-z.]* [a-z.]* .*'
                """);
        assertThat(result.lines()).as(result.error()).containsExactly(
                "0", "139", Long.toString(16 * MIB), "128", "1",
                "Oops: java.lang.IndexOutOfBoundsException: wrong index [#1]",
                "component conformance Not tainted");
        assertThat(result.error()).contains("Segmentation fault");
    }

    @Test
    void leavesNoLockHeld() throws InterruptedException {
        Guest.Result result = run("""
                mke2fs -q -E nodiscard -t ext4 /dev/vda; mount /dev/vda /mnt; mkdir /mnt/before
                blkdiscard /dev/vdb
                (mkdir /mnt/d; cat /bin/* > /mnt/d/f; sync); echo $?
                mkdir /mnt/after; ls /mnt; umount /mnt; e2fsck -fn /dev/vda > /dev/null 2>&1; echo $?
                cat /sys/kernel/oops_count
                """);
        assertThat(result.output()).as(result.error()).contains("after\nbefore\n").endsWith("\n0\n1\n");
    }

    @Test
    void isAPanicIfTheAdministratorWantsIt() {
        assertThatThrownBy(() -> run("blkdiscard /dev/vdb; echo 1 > /proc/sys/kernel/panic_on_oops; cat /dev/vda > /dev/null; echo alive"))
                .isInstanceOf(KernelPanic.class)
                .hasMessage("Fatal exception")
                .hasRootCauseMessage("wrong index");
    }
}
