package dev.kenari.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What ext4 on a virtual disk can do, beside the host's file system that holds the disk's file: {@code guest/storage/storage.sh} on both. */
record Storage() implements Workload {
    static final String IMAGE = "debian+e2fsprogs,fio,sqlite3";

    private static final int LIMIT = 900;
    private static final int FILES = 4000;
    private static final int FILES_IN_DIRECTORY = 40;
    private static final int LARGEST = 60_000;
    private static final long DISK = 2L << 30;

    @Override
    public Group group() {
        return Group.STORAGE;
    }

    @Override
    public String name() {
        return "ext4";
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        Path work = laboratory.work();
        archive(work);
        Files.copy(laboratory.guest("storage/storage.sh"), work.resolve("storage.sh"), StandardCopyOption.REPLACE_EXISTING);
        String mebibytes = laboratory.quick() ? "64" : "256";
        Path disk = work.resolve("disk");
        Path place = Files.createTempDirectory(work, "storage");
        try {
            // A host without the tools has an empty column.
            boolean tools = laboratory.find("fio", "fio").isPresent() & laboratory.find("sqlite3", "sqlite3").isPresent();
            List<String> files = laboratory.host("files", List.of()).orElse(null);
            if (tools && files != null) {
                note(Comparison.NATIVE, laboratory, results, List.of(
                        "sh", "storage.sh", place.toString(), Path.of(files.getFirst()).getParent().toString(), work.toString(), mebibytes));
            }
            try (RandomAccessFile made = new RandomAccessFile(disk.toFile(), "rw")) {
                made.setLength(DISK);
            }
            note(Comparison.KENARI, laboratory, results, laboratory.kenari(
                    List.of("--image", IMAGE, "--disk", disk.toString(), "--memory", "2g"),
                    List.of("sh", "-ec", "mke2fs -q -t ext4 /dev/vda; mount /dev/vda /mnt; exec sh storage.sh /mnt /k /w " + mebibytes)));
        } finally {
            Files.deleteIfExists(disk);
            Execution.of(List.of("rm", "-rf", place.toString()), work, LIMIT);
        }
    }

    private void note(String engine, Laboratory laboratory, Results results, List<String> command)
            throws IOException, InterruptedException, FailedRun {
        Map<String, String> figures = new LinkedHashMap<>();
        for (String[] figure : Execution.of(command, laboratory.work(), LIMIT).figures()) {
            figures.put(figure[0], figure[1]);
        }
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            results.put(group(), name(), engine + ", " + figure.getKey(), Double.parseDouble(figure.getValue()));
        }
    }

    /** A tar file of 4,000 files, mostly small ones, always the same. */
    private static void archive(Path work) throws IOException, InterruptedException, FailedRun {
        Path archive = work.resolve("archive.tar");
        if (Files.exists(archive)) {
            return;
        }
        Random random = new Random(1);
        Path tree = Files.createTempDirectory(work, "archive");
        List<String> directories = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String directory = "directory" + i / FILES_IN_DIRECTORY;
            if (i % FILES_IN_DIRECTORY == 0) {
                Files.createDirectory(tree.resolve(directory));
                directories.add(directory);
            }
            double part = random.nextDouble();
            byte[] content = new byte[(int) (LARGEST * part * part)];
            random.nextBytes(content);
            Files.write(tree.resolve(directory).resolve("file" + i), content);
        }
        List<String> tar = new ArrayList<>(List.of("tar", "-cf", archive.toString(), "-C", tree.toString()));
        tar.addAll(directories);
        Execution.of(tar, work, LIMIT);
        Execution.of(List.of("rm", "-rf", tree.toString()), work, LIMIT);
    }
}
