package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void memoryDevicesDoWhatTheirPagesSay() throws Exception {
        Files.run(f -> {
            assertThat(f.content("/dev/null")).isEmpty();
            int zero = f.open("/dev/zero", Fcntl.O_RDWR);
            assertThat(f.read(zero, 5)).isEqualTo("\0".repeat(5));
            f.poke(0, "xxxxx");
            assertThat(f.vfs.read(f.client, zero, f.memory(0, 4), -1, 0)).isEqualTo(4);
            assertThat(f.peek(0, 5)).isEqualTo("\0\0\0\0x");
            assertThat(f.write(f.open("/dev/null", Fcntl.O_WRONLY), "gone")).isEqualTo(4);
            expect(Errno.ENOSPC, () -> f.write(f.open("/dev/full", Fcntl.O_WRONLY), "x"));
            assertThat(f.read(f.open("/dev/urandom", 0), 16)).hasSize(16);
            assertThat(f.vfs.readlinkat(f.client, CWD, "/dev/stdin")).isEqualTo("/proc/self/fd/0");
        });
    }

    @Test
    void driversAreReachedByNumber() throws Exception {
        Files.run(f -> {
            FakeDevice driver = new FakeDevice(f.kernel);
            f.component.register(200, driver);
            f.component.addDevice("bus/fake", 0600, 200, 7);
            int fd = f.open("/dev/bus/fake", Fcntl.O_RDWR | Fcntl.O_NONBLOCK);
            assertThat(driver.opened).isEqualTo("minor 7 process 1");
            expect(Errno.EAGAIN, () -> f.read(fd, 5));
            assertThat(f.vfs.poll(f.client, fd, Poll.POLLIN)).isZero();
            driver.input("typed");
            assertThat(f.vfs.poll(f.client, fd, Poll.POLLIN)).isEqualTo(Poll.POLLIN);
            assertThat(f.vfs.waitQueue(f.client, fd)).isPositive().isEqualTo(f.vfs.waitQueue(f.client, fd));
            assertThat(f.read(fd, 3)).isEqualTo("typ");
            assertThat(f.write(fd, "out")).isEqualTo(3);
            assertThat(driver.output).isEqualTo("out");
            assertThat(f.vfs.ioctl(f.client, fd, 0x1234, 5, f.memory(0, 8))).isEqualTo(5);
            expect(Errno.ENOTTY, () -> f.vfs.ioctl(f.client, fd, 1, 5, f.memory(0, 8)));
            expect(Errno.ESPIPE, () -> f.vfs.lseek(f.client, fd, 0, 0));
            f.vfs.close(f.client, fd);
            assertThat(driver.released).isTrue();
        });
    }

    @Test
    void aReaderSleepsUntilThereIsInput() throws Exception {
        Files.run(f -> {
            FakeDevice driver = new FakeDevice(f.kernel);
            f.component.register(200, driver);
            f.component.addDevice("fake", 0600, 200, 0);
            int fd = f.open("/dev/fake", Fcntl.O_RDWR);
            f.kernel.timers().at(f.kernel.timers().now() + 1_000_000, () -> driver.input("late"));
            assertThat(f.read(fd, 10)).isEqualTo("late");
        });
    }
}
