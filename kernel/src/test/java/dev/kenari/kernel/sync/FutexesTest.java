package dev.kenari.kernel.sync;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FutexesTest {
    private static final long AT = 0x10_0000;
    private static final int ALL = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private static AddressSpace space(Kernel kernel) throws Errno {
        AddressSpace space = kernel.spaces().create();
        space.map(AT, 8192, Mapping.anonymous(3, ""));
        return space;
    }

    /** What a sleeper does once awake. */
    @FunctionalInterface
    private interface Sleep {
        void run() throws Errno;
    }

    /** A task that sleeps at once and adds {@code name}, or why it failed, to {@code woken}. */
    private static Task sleeper(Kernel kernel, String name, java.util.Collection<String> woken, Sleep sleep) {
        Task task = kernel.task(name, t -> {
            try {
                sleep.run();
                woken.add(name);
            } catch (Errno e) {
                woken.add(name + " " + e.symbol());
            }
        });
        task.wake();
        letOthersRun(kernel);
        return task;
    }

    private static void letOthersRun(Kernel kernel) {
        Task.current().block(kernel.timers().now() + 1_000_000, false);
    }

    @Test
    void doesNotSleepIfTheWordHasChanged() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            space.memory().putInt(AT, 1);
            assertThatThrownBy(() -> kernel.futexes().await(space, AT, false, 0, ALL, NEVER)).isSameAs(Errno.EAGAIN);
            assertThatThrownBy(() -> kernel.futexes().await(space, AT + 1, false, 1, ALL, NEVER))
                    .isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> kernel.futexes().await(space, 8, false, 1, ALL, NEVER)).isSameAs(Errno.EFAULT);
            assertThatThrownBy(() -> kernel.futexes().await(space, AT, false, 1, 0, NEVER)).isSameAs(Errno.EINVAL);
            long soon = kernel.timers().now() + 100_000;
            assertThatThrownBy(() -> kernel.futexes().await(space, AT, false, 1, ALL, soon))
                    .isSameAs(Errno.ETIMEDOUT);
        });
    }

    @Test
    void wakesInOrderAndByBits() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            List<String> woken = new ArrayList<>();
            sleeper(kernel, "a", woken, () -> kernel.futexes().await(space, AT, false, 0, 1, NEVER));
            sleeper(kernel, "b", woken, () -> kernel.futexes().await(space, AT, false, 0, 2, NEVER));
            sleeper(kernel, "c", woken, () -> kernel.futexes().await(space, AT, false, 0, 3, NEVER));
            assertThat(kernel.futexes().wake(space, AT, false, 1, 2)).isEqualTo(1);
            letOthersRun(kernel);
            assertThat(woken).containsExactly("b");
            assertThat(kernel.futexes().wake(space, AT, false, 9, ALL)).isEqualTo(2);
            letOthersRun(kernel);
            assertThat(woken).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(kernel.futexes().wake(space, AT, false, 9, ALL)).isZero();
        });
    }

    @Test
    void sharedFutexesAreKnownByTheirObject() throws Exception {
        inKernel(kernel -> {
            AddressSpace one = kernel.spaces().create();
            AddressSpace two = kernel.spaces().create();
            MemoryObject object = kernel.objects().anonymous(8192);
            one.map(AT, 8192, Mapping.of(object, 0, 3, true, ""));
            two.map(AT, 4096, Mapping.of(object, 4096, 3, true, ""));
            List<String> woken = new ArrayList<>();
            sleeper(kernel, "a", woken, () -> kernel.futexes().await(one, AT + 4100, true, 0, ALL, NEVER));
            assertThat(kernel.futexes().wake(two, AT + 4, false, 1, ALL)).isZero();
            assertThat(kernel.futexes().wake(two, AT + 4, true, 1, ALL)).isEqualTo(1);
        });
    }

    @Test
    void aSignalEndsTheSleepAndSpendsNoWake() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            List<String> woken = new ArrayList<>();
            Task a = sleeper(kernel, "a", woken, () -> kernel.futexes().await(space, AT, false, 0, ALL, NEVER));
            sleeper(kernel, "b", woken, () -> kernel.futexes().await(space, AT, false, 0, ALL, NEVER));
            a.interrupt();
            letOthersRun(kernel);
            kernel.futexes().wake(space, AT, false, 1, ALL);
            letOthersRun(kernel);
            assertThat(woken).containsExactly("a ERESTARTSYS", "b");
        });
    }

    @Test
    void requeueMovesSleepers() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            List<String> woken = new ArrayList<>();
            for (String name : new String[] {"a", "b", "c"}) {
                sleeper(kernel, name, woken, () -> kernel.futexes().await(space, AT, false, 0, ALL, NEVER));
            }
            assertThatThrownBy(() -> kernel.futexes().requeue(space, AT, AT + 4, false, 1, 9, 7))
                    .isSameAs(Errno.EAGAIN);
            assertThat(kernel.futexes().requeue(space, AT, AT + 4, false, 1, 9, 0)).isEqualTo(3);
            letOthersRun(kernel);
            assertThat(woken).containsExactly("a");
            assertThat(kernel.futexes().wake(space, AT, false, 9, ALL)).isZero();
            assertThat(kernel.futexes().wake(space, AT + 4, false, 9, ALL)).isEqualTo(2);
        });
    }

    @Test
    void waitvReturnsTheIndexWoken() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            List<String> woken = new ArrayList<>();
            List<Futexes.Word> words =
                    List.of(new Futexes.Word(AT, false, 0), new Futexes.Word(AT + 4, false, 0));
            int[] index = new int[1];
            sleeper(kernel, "a", woken, () -> index[0] = kernel.futexes().awaitAny(space, words, NEVER));
            assertThat(kernel.futexes().wake(space, AT + 4, false, 1, ALL)).isEqualTo(1);
            letOthersRun(kernel);
            assertThat(index[0]).isEqualTo(1);
            assertThat(kernel.futexes().wake(space, AT, false, 1, ALL)).isZero();
        });
    }

    @Test
    void anOwnedFutexIsHandedOver() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            OwnedFutexes futexes = kernel.ownedFutexes();
            TreeSet<String> woken = new TreeSet<>();
            futexes.lock(space, AT, false, 7, NEVER, tid -> true);
            assertThat(space.memory().getInt(AT)).isEqualTo(7);
            assertThatThrownBy(() -> futexes.lock(space, AT, false, 7, NEVER, t -> true)).isSameAs(Errno.EDEADLK);
            assertThatThrownBy(() -> futexes.lock(space, AT, false, 8, -1, t -> true)).isSameAs(Errno.EAGAIN);
            assertThatThrownBy(() -> futexes.unlock(space, AT, false, 8)).isSameAs(Errno.EPERM);
            sleeper(kernel, "a", woken, () -> futexes.lock(space, AT, false, 8, NEVER, t -> true));
            assertThat(space.memory().getInt(AT)).isEqualTo(7 | OwnedFutexes.WAITERS);
            futexes.unlock(space, AT, false, 7);
            letOthersRun(kernel);
            assertThat(woken).containsExactly("a");
            assertThat(space.memory().getInt(AT)).isEqualTo(8);
            futexes.unlock(space, AT, false, 8);
            assertThat(space.memory().getInt(AT)).isZero();
        });
    }

    @Test
    void aDeadOwnersFutexIsMarked() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = space(kernel);
            OwnedFutexes futexes = kernel.ownedFutexes();
            List<String> woken = new ArrayList<>();
            futexes.lock(space, AT, false, 7, NEVER, tid -> true);
            sleeper(kernel, "a", woken, () -> futexes.lock(space, AT, false, 8, NEVER, t -> true));
            futexes.ownerDied(7);
            letOthersRun(kernel);
            assertThat(woken).containsExactly("a");
            assertThat(space.memory().getInt(AT)).isEqualTo(8 | OwnedFutexes.OWNER_DIED);
        });
    }
}
