package dev.kenari.vfs.overlay;

import static dev.kenari.vfs.Files.CWD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.Files;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same random operations on an overlay and on a plain tmpfs: they fail alike, and leave the same tree, now and after a new mount. */
class RandomOperationsTest {
    private static final int OPERATIONS = 3000;
    private static final int NAMES = 4;
    private static final String LAYERS = "lowerdir=/a:/b,upperdir=/u,workdir=/w";

    private final long seed = Long.getLong("kenari.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private Files f;

    /** An operation on the tree below {@code base}. */
    @FunctionalInterface
    private interface Operation {
        String run(String base) throws Errno;
    }

    @Test
    void anOverlayBehavesAsATmpfs() throws Exception {
        Files.run(files -> {
            f = files;
            OverlayTest.directories(f, "/a", "/b", "/u", "/w", "/m", "/p");
            for (int i = 0; i < 60; i++) {
                // Of what both layers have, the upper one's counts; a lower file below a directory is not seen.
                Operation made = operation(i < 40 ? 0 : 1);
                attempt(made, "/b");
                if (i % 3 == 0) {
                    attempt(operation(0), "/a");
                }
            }
            OverlayTest.mount(f, LAYERS);
            copy("/m", "/p");
            for (int i = 0; i < OPERATIONS; i++) {
                Operation next = operation(random.nextInt(10));
                String plain = attempt(next, "/p");
                assertThat(attempt(next, "/m")).as("operation %d, -Dkenari.seed=%d", i, seed).isEqualTo(plain);
                if (i % 500 == 499) {
                    assertThat(tree("/m")).as("-Dkenari.seed=%d", seed).isEqualTo(tree("/p"));
                    f.vfs.umount2(f.client, "/m", 0);
                    OverlayTest.mount(f, LAYERS);
                    assertThat(tree("/m")).as("mounted anew, -Dkenari.seed=%d", seed).isEqualTo(tree("/p"));
                }
            }
        });
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(NAMES)));
        }
        return path.toString();
    }

    private Operation operation(int kind) {
        String path = path();
        String other = path();
        int number = random.nextInt(10_000);
        return switch (kind) {
            case 0 -> base -> {
                f.vfs.mkdirat(f.client, CWD, base + path, 0755);
                return "";
            };
            case 1 -> base -> {
                f.make(base + path, "text " + number);
                return "";
            };
            case 2 -> base -> {
                int fd = f.open(base + path, Fcntl.O_WRONLY | Fcntl.O_APPEND);
                f.write(fd, "more " + number);
                f.vfs.close(f.client, fd);
                return "";
            };
            case 3 -> base -> {
                f.vfs.unlinkat(f.client, CWD, base + path, 0);
                return "";
            };
            case 4 -> base -> {
                f.vfs.unlinkat(f.client, CWD, base + path, Fcntl.AT_REMOVEDIR);
                return "";
            };
            case 5 -> base -> {
                // A directory that lower layers know is EXDEV, as recorded in the conformance script.
                if (f.exists(base + path) && FileMode.isDirectory(f.lstat(base + path).mode())) {
                    return "";
                }
                f.vfs.renameat2(f.client, CWD, base + path, CWD, base + other, number % 5 == 0 ? 1 : 0);
                return "";
            };
            case 6 -> base -> {
                f.vfs.symlinkat(f.client, "to" + number, CWD, base + path);
                return "";
            };
            case 7 -> base -> {
                f.vfs.linkat(f.client, CWD, base + path, CWD, base + other, 0);
                return "";
            };
            case 8 -> base -> {
                f.vfs.truncate(f.client, base + path, number % 20);
                return "";
            };
            default -> base -> {
                f.vfs.fchmodat(f.client, CWD, base + path, number & 0777, 0);
                return f.list(base + path).stream().sorted().toList().toString();
            };
        };
    }

    private static String attempt(Operation operation, String base) {
        try {
            return operation.run(base);
        } catch (Errno e) {
            return e.toString();
        }
    }

    private void copy(String from, String to) throws Errno {
        for (String name : f.list(from)) {
            String source = from + "/" + name;
            if (name.startsWith(".")) {
                continue;
            }
            if (FileMode.isDirectory(f.lstat(source).mode())) {
                f.vfs.mkdirat(f.client, CWD, to + "/" + name, 0755);
                copy(source, to + "/" + name);
            } else {
                f.make(to + "/" + name, f.content(source));
            }
        }
    }

    private TreeMap<String, String> tree(String base) throws Errno {
        TreeMap<String, String> all = new TreeMap<>();
        describe(base, "", all);
        return all;
    }

    private void describe(String base, String path, TreeMap<String, String> into) throws Errno {
        for (String name : f.list(base + path)) {
            if (name.startsWith(".")) {
                continue;
            }
            String full = path + "/" + name;
            Attributes a = f.lstat(base + full);
            String what = Integer.toOctalString(a.mode()) + " ";
            if (FileMode.isDirectory(a.mode())) {
                describe(base, full, into);
            } else if (FileMode.isSymlink(a.mode())) {
                what += f.vfs.readlinkat(f.client, CWD, base + full);
            } else {
                what += a.links() + " " + f.content(base + full);
            }
            into.put(full, what);
        }
    }
}
