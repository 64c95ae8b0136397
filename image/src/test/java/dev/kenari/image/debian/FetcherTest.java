package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kenari.image.ImageException;
import dev.kenari.image.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server that breaks off, and to places that cannot take them. */
final class FetcherTest {
    private static final int SIZE = 300_000;

    @TempDir
    Path directory;

    private final byte[] content = new byte[SIZE];
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private boolean honoursRanges = true;

    @BeforeEach
    void serve() throws IOException {
        for (int i = 0; i < SIZE; i++) {
            content[i] = (byte) (i * 31 >> 3);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The first answer ends in its middle. */
    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !honoursRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
        int to = ranges.size() == 1 ? SIZE / 2 : SIZE;
        exchange.getResponseBody().write(content, from, to - from);
        exchange.close();
    }

    private void fetch(Path target) throws ImageException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
        AptConfiguration apt = AptConfiguration.read(directory.resolve("no-apt"));
        try (Fetcher fetcher = new Fetcher(apt, Map.of(), InstantSource.system())) {
            fetcher.fetch(List.of(new Download(uri, target, SIZE, null)), "fetching", Progress.NONE);
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() throws Exception {
        Path target = directory.resolve("file");
        fetch(target);
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
        assertThat(ranges).hasSize(2);
        assertThat(ranges.getLast()).matches("bytes=[1-9]\\d*-");
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoRanges() throws Exception {
        honoursRanges = false;
        Path target = directory.resolve("file");
        fetch(target);
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
    }

    @Test
    void forgetsWhatAKilledDownloadLeft() throws Exception {
        Path target = directory.resolve("file");
        byte[] old = new byte[SIZE * 2];
        Arrays.fill(old, (byte) 'x');
        Files.write(directory.resolve(".file.part"), old);
        fetch(target);
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: this host has no /dev/full");
        Files.createSymbolicLink(directory.resolve(".file.part"), full);
        assertThatThrownBy(() -> fetch(directory.resolve("file")))
                .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.id()).isEqualTo("cannot-write-cache"))
                .hasMessageContaining("No space left")
                .hasMessageContaining(directory.toString());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
