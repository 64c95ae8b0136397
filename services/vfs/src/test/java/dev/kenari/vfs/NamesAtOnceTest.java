package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several tasks change the same names of a file system that takes its time: the vfs knows no name that there is not, and forgets all. */
class NamesAtOnceTest {
    private static final int TASKS = 4;
    private static final int OPERATIONS = 1500;
    private static final int LONGEST_WAIT = 20_000;
    private static final long SEED = Long.getLong("kenari.seed", 1);

    /** Nodes that the vfs has been told of and has not forgotten. */
    private final Set<Long> known = new HashSet<>();
    private final Random random = new Random(SEED);

    private void sleep(Kernel kernel) {
        if (random.nextInt(3) == 0) {
            new WaitQueue().sleepUninterruptibly(kernel.timers().now() + random.nextInt(LONGEST_WAIT));
        }
    }

    /** The same file system, whose calls sleep before they begin and before they return. */
    private FileSystem slow(Kernel kernel, FileSystem fs) {
        Class<?>[] type = {FileSystem.class};
        return (FileSystem) Proxy.newProxyInstance(getClass().getClassLoader(), type, (self, call, arguments) -> {
            if (call.getName().equals("forget")) {
                known.remove(arguments[0]);
                return call.invoke(fs, arguments);
            }
            sleep(kernel);
            try {
                Object result = call.invoke(fs, arguments);
                if (result instanceof Entry entry) {
                    known.add(entry.node());
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                sleep(kernel);
            }
        });
    }

    private static String name(Random random) {
        return (random.nextBoolean() ? "/m/" : "/m/d/") + random.nextInt(3);
    }

    private static void operation(Files f, int client, Random random) throws Errno {
        switch (random.nextInt(4)) {
            case 0 -> f.vfs.close(client, f.vfs.openat(client, CWD, name(random), Fcntl.O_CREAT | Fcntl.O_RDWR, 0600));
            case 1 -> f.vfs.unlinkat(client, CWD, name(random), 0);
            case 2 -> f.vfs.renameat2(client, CWD, name(random), CWD, name(random), 0);
            default -> f.vfs.linkat(client, CWD, name(random), CWD, name(random), 0);
        }
    }

    @Test
    void leaveNothingBehind() throws Exception {
        Files.run(f -> {
            known.clear();
            f.vfs.mkdirat(f.client, CWD, "/m", 0755);
            f.component.mount(slow(f.kernel, f.component.tmpfs().fileSystem()), "slow", "/m", 0);
            f.vfs.mkdirat(f.client, CWD, "/m/d", 0755);
            int before = known.size();
            int[] running = {TASKS};
            WaitQueue ended = new WaitQueue();
            for (int i = 0; i < TASKS; i++) {
                int client = f.vfs.attach(f.client, 10 + i, false, false);
                Random own = new Random(SEED + i);
                f.kernel.task("names" + i, task -> {
                    for (int n = 0; n < OPERATIONS; n++) {
                        try {
                            operation(f, client, own);
                        } catch (Errno e) {
                            assertThat(e).isIn(Errno.ENOENT, Errno.EEXIST);
                        }
                    }
                    running[0]--;
                    ended.wakeAll();
                }).wake();
            }
            while (running[0] > 0) {
                ended.sleepUninterruptibly();
            }
            for (String directory : new String[] {"/m", "/m/d"}) {
                for (String name : f.list(directory)) {
                    if (name.matches("[0-9]")) {
                        f.vfs.unlinkat(f.client, CWD, directory + "/" + name, 0);
                    }
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(f.exists(directory + "/" + i)).as("seed %d", SEED).isFalse();
                }
            }
            assertThat(known).as("seed %d", SEED).hasSize(before);
        });
    }
}
