package dev.kenari.image.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes a mirror with bad packages for the tests of the command, which run it as a program: under {@code mirror} the archive, under
 * {@code keys} the key that signed it, as a resource that takes the place of Debian's.
 */
public final class BrokenMirror {
    private BrokenMirror() {}

    /** @param arguments the directory to write to */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        SigningKey key = new SigningKey(Instant.now().minusSeconds(3600), 0);
        try (TestRepository repository = new TestRepository(key).withBase()) {
            String altered = repository.add("altered", "", List.of(), "");
            repository.add(
                    "garbage",
                    "Package: garbage%nVersion: 1%nArchitecture: riscv64%nDescription: test%n".formatted(),
                    "no archive".getBytes(StandardCharsets.US_ASCII));
            repository.publish();
            repository.files.get(altered)[200] ^= 1;
            for (Map.Entry<String, byte[]> file : repository.files.entrySet()) {
                Path path = directory.resolve("mirror" + file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        }
        Path keys = Files.createDirectories(directory.resolve("keys/dev/kenari/image/debian/keys"));
        Files.write(keys.resolve("test.asc"), key.publicKey());
        Files.writeString(keys.resolve("index"), "test.asc\n");
    }
}
