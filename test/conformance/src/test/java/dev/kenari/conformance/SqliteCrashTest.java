package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.machine.disk.RecordingDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Debian's sqlite3 writes transactions to ext4, and the power goes at any flush: after recovery by Kenari the data base is whole, every
 * transaction is there that sqlite3 had said was committed, none is there in part, and the host's e2fsck finds nothing. {@code
 * -Dkenari.crash.transactions=N -Dkenari.crash.databases=M -Dkenari.seed=S}.
 */
class SqliteCrashTest {
    private static final int TRANSACTIONS = Integer.getInteger("kenari.crash.transactions", 6);
    private static final int STATES = Integer.getInteger("kenari.crash.databases", 10);
    private static final long SEED = Long.getLong("kenari.seed", 1);
    private static final int ROWS = 10;
    private static final int SIZE = 16 << 20;
    /** States that one boot looks at. */
    private static final int AT_ONCE = 25;
    private static final int CHUNK = 1 << 16;

    @TempDir
    Path directory;

    /** @param flushes how many had ended @param content of the disk then */
    private record State(int flushes, MemoryDisk content) {}

    private static void execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
    }

    private MemoryDisk formatted() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/sbin/mke2fs")), "skipped: needs the Debian package e2fsprogs");
        Path file = directory.resolve("disk");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        execute("/sbin/mke2fs", "-q", "-F", "-t", "ext4", file.toString());
        MemoryDisk disk = new MemoryDisk(SIZE);
        copy(ByteBuffer.wrap(Files.readAllBytes(file)), disk, 0);
        return disk;
    }

    /** Zeroes are left out: they take no memory. */
    private static void copy(ByteBuffer from, MemoryDisk to, long offset) {
        ByteBuffer zeroes = ByteBuffer.allocate(CHUNK);
        for (int at = 0; at < from.capacity(); at += CHUNK) {
            ByteBuffer chunk = from.slice(at, CHUNK);
            if (!chunk.equals(zeroes)) {
                to.write(offset + at, chunk);
            }
        }
    }

    private static ByteBuffer content(DiskStore disk, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        disk.read(offset, bytes);
        return bytes;
    }

    /** Runs the transactions; returns how many flushes had ended when each was said to be committed. */
    private static Map<Integer, Integer> write(RecordingDisk record, DiskStore disk, String mode) throws Exception {
        StringBuilder sql = new StringBuilder("PRAGMA journal_mode=" + mode + "; PRAGMA synchronous=EXTRA;\n"
                + "CREATE TABLE t(n INTEGER, content BLOB); CREATE INDEX i ON t(n, content);\n");
        for (int n = 1; n <= TRANSACTIONS; n++) {
            sql.append("BEGIN;\n");
            for (int row = 0; row < ROWS; row++) {
                sql.append("INSERT INTO t VALUES(" + n + ", randomblob(" + (100 + 150 * row) + "));\n");
            }
            // The shell's own output would wait in a buffer.
            sql.append("COMMIT;\n.shell echo " + n + "\n");
        }
        Map<Integer, Integer> committed = new ConcurrentHashMap<>();
        OutputStream lines = new OutputStream() {
            private String line = "";

            @Override
            public void write(int character) {
                if (character != '\n') {
                    line += (char) character;
                    return;
                }
                if (line.matches("[0-9]+")) {
                    committed.put(Integer.parseInt(line), record.flushes());
                }
                line = "";
            }
        };
        Guest.Result result = Guest.of(DebianImage.open(DiskTest.IMAGE))
                .withDisk(disk)
                .withInput(sql.toString())
                .run(lines, "sh", "-ec", "mount /dev/vda /mnt; sqlite3 /mnt/db; umount /mnt");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(committed).hasSize(TRANSACTIONS);
        return committed;
    }

    private static List<State> states(RecordingDisk disk, Random random) {
        List<State> states = new ArrayList<>();
        int flushes = disk.flushes();
        for (int i = 0; i < STATES; i++) {
            // Spread over the whole run, each somewhere in its part of it.
            int cut = (int) ((i + random.nextDouble()) * flushes / STATES);
            int sectors = disk.epochs().get(cut).stream().mapToInt(RecordingDisk.Write::sectors).sum();
            int one = sectors == 0 ? 0 : random.nextInt(sectors);
            LongPredicate survives = switch (i % 4) {
                case 0 -> sector -> false;
                case 1 -> sector -> random.nextBoolean();
                case 2 -> sector -> sector < one;
                default -> sector -> sector != one;
            };
            states.add(new State(cut, disk.afterPowerCut(cut, survives)));
        }
        return states;
    }

    /** What is wrong with each state, by its number; nothing for most. */
    private Map<Integer, String> judge(List<State> states, Map<Integer, Integer> committed) throws Exception {
        MemoryDisk all = new MemoryDisk((long) SIZE * states.size());
        for (int i = 0; i < states.size(); i++) {
            copy(content(states.get(i).content(), 0), all, (long) SIZE * i);
        }
        String script = "i=0; while [ $i -lt " + states.size() + " ]; do"
                + " mount -o loop,offset=$((i * " + SIZE + ")),sizelimit=" + SIZE + " /dev/vda /mnt || echo \"$i no mount\";"
                + " echo \"$i $(sqlite3 -separator ' ' /mnt/db 'PRAGMA integrity_check; SELECT count(*), max(n) FROM t' 2>&1 | tr '\\n' ' ')\";"
                + " umount /mnt; i=$((i + 1)); done";
        Guest.Result result = Guest.of(DebianImage.open(DiskTest.IMAGE)).withDisk(all).run("sh", "-c", script);
        assertThat(result.status()).as(result.error()).isZero();
        Map<Integer, String> wrong = new HashMap<>();
        for (String line : result.lines()) {
            String[] words = line.split(" +");
            int number = Integer.parseInt(words[0]);
            int cut = states.get(number).flushes();
            int promised = (int) committed.values().stream().filter(flushes -> flushes <= cut).count();
            boolean empty = promised == 0 && (line.contains("no such table") || line.matches("[0-9]+ ok 0 *"));
            boolean whole = words.length == 4 && words[1].equals("ok")
                    && Integer.parseInt(words[2]) == ROWS * Integer.parseInt(words[3])
                    && Integer.parseInt(words[3]) >= promised;
            if (!empty && !whole) {
                wrong.put(number, "after " + cut + " flushes, " + promised + " transactions promised: " + line);
            }
        }
        for (int i = 0; i < states.size(); i++) {
            Path file = directory.resolve("after");
            Files.write(file, content(all, (long) SIZE * i).array());
            execute("/sbin/e2fsck", "-fn", file.toString());
        }
        return wrong;
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void committedTransactionsSurvive(String mode) throws Exception {
        RecordingDisk disk = new RecordingDisk(formatted());
        Map<Integer, Integer> committed = write(disk, disk, mode);
        List<State> states = states(disk, new Random(SEED));
        for (int from = 0; from < states.size(); from += AT_ONCE) {
            List<State> some = states.subList(from, Math.min(from + AT_ONCE, states.size()));
            assertThat(judge(some, committed)).as("seed %d", SEED).isEmpty();
        }
        System.out.println("sqlite3, journal_mode=" + mode + ": " + states.size() + " states of " + disk.flushes()
                + " flushes, seed " + SEED);
    }

    /** A disk that only sometimes does what a flush asks for loses transactions: the harness must say so. */
    @Test
    void aForgottenFlushIsNoticed() throws Exception {
        RecordingDisk record = new RecordingDisk(formatted());
        int[] flushes = new int[1];
        DiskStore forgetful = new ForgetfulDisk(record, () -> flushes[0]++ % 8 != 0);
        Map<Integer, Integer> committed = write(record, forgetful, "wal");
        List<State> states = committed.values().stream()
                .map(cut -> new State(cut, record.afterPowerCut(cut, sector -> false)))
                .toList();
        assertThat(judge(states, committed)).isNotEmpty();
    }
}
