package dev.kenari.bench;

import java.util.List;
import java.util.stream.Stream;

/** All that is measured. */
final class Suite {
    private static final String NATIVE_CC1 = "$(gcc -print-prog-name=cc1)";

    static final List<Workload> ALL = Stream.of(
                    Stream.of(
                            new Start("hello, embedded image", List.of("--image", "embedded", "hello")),
                            new Start("true", List.of("true")),
                            new Start("bash -c :", List.of("bash", "-c", ":")),
                            new Start("python3 -c pass", List.of("--image", Laboratory.PROGRAMS, "python3", "-c", "pass"))),
                    Stream.of(
                                    "alu", "crc", "sieve", "matmul", "nbody", "qsort", "list", "hash", "bytes", "interp",
                                    "fib", "sha256")
                            .map(Kernel::new),
                    Stream.of(
                            program("python3", "python3", "/usr/bin/python3", "-S", "-E", "python.py"),
                            program("lua5.4", "lua5.4", "/usr/bin/lua5.4", "lua.lua"),
                            program("perl", "perl", "/usr/bin/perl", "perl.pl").of(Laboratory.BASE),
                            program("sqlite3", "sqlite3", "/usr/bin/sqlite3", ":memory:", ".read sqlite.sql"),
                            program("bash", "bash", "/usr/bin/bash", "bash.sh").of(Laboratory.BASE),
                            program("gawk", "gawk", "/usr/bin/gawk", "-f", "gawk.awk", "text"),
                            program("gzip", "gzip", "/usr/bin/gzip", "-6", "-n", "-c", "text").of(Laboratory.BASE),
                            program("gzip -d", "gzip", "/usr/bin/gzip", "-d", "-c", "text.gz").of(Laboratory.BASE),
                            program("xz", "xz-utils", "/usr/bin/xz", "-1", "-T1", "-c", "text").differs(),
                            program("xz -d", "xz-utils", "/usr/bin/xz", "-d", "-T1", "-c", "text.xz"),
                            program("zstd", "zstd", "/usr/bin/zstd", "-q", "-3", "--single-thread", "-c", "text").differs(),
                            program("zstd -d", "zstd", "/usr/bin/zstd", "-q", "-d", "-c", "text.zst"),
                            program("sha256sum", "coreutils", "/usr/bin/sha256sum", "text").of(Laboratory.BASE),
                            program("sort", "coreutils", "/usr/bin/sort", "text").of(Laboratory.BASE),
                            program("gcc", "gcc", "/usr/libexec/gcc/riscv64-linux-gnu/14/cc1",
                                            "-quiet", "-fpreprocessed", "-march=rv64gc", "-mabi=lp64d", "-O2", "-o", "-", "riscv64.i")
                                    .of(Laboratory.COMPILER)
                                    .natively(NATIVE_CC1, "-quiet", "-fpreprocessed", "-O2", "-o", "-", "amd64.i")),
                    Stream.of(new Services()),
                    Stream.of(new TwoHarts("crc"), new TwoHarts("interp"), new TwoHarts("qsort")),
                    Stream.of(new Storage()))
            .<Workload>flatMap(s -> s)
            .toList();

    private Suite() {}

    private static GuestProgram program(String name, String debianPackage, String path, String... arguments) {
        return new GuestProgram(name, debianPackage, path, List.of(arguments));
    }

    static boolean knows(String name) {
        return ALL.stream().anyMatch(w -> matches(w, name));
    }

    /** The workloads that the names mean; all if there are none. */
    static List<Workload> select(List<String> names) {
        return ALL.stream()
                .filter(w -> names.isEmpty() || names.stream().anyMatch(name -> matches(w, name)))
                .toList();
    }

    static List<Workload> of(Workload.Group group) {
        return ALL.stream().filter(w -> w.group() == group).toList();
    }

    private static boolean matches(Workload workload, String name) {
        return workload.name().equals(name) || workload.group().label().equals(name);
    }
}
