package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.archive.Sha256Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/** One download under way: its part file, digest, and tries. A retry goes on where the last one stopped. */
final class Transfer {
    private static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(30);

    final Download download;
    int tries;
    private final Path part;
    private FileChannel channel;
    private MessageDigest digest = Sha256Stream.sha256();

    private boolean complete;

    /** Written by the HTTP client's threads, read by the fetching one. */
    private volatile long received;

    private volatile IOException writeFailure;

    Transfer(Download download, Path part) {
        this.download = download;
        this.part = part;
    }

    long received() {
        return received;
    }

    /** Makes the part file, before the first byte comes. */
    void open() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }
    }

    HttpRequest request(String agent) {
        var request = HttpRequest.newBuilder(download.uri())
                .timeout(HEADERS_TIMEOUT)
                .header("User-Agent", agent);
        if (received > 0) {
            request.header("Range", "bytes=" + received + "-");
        }
        return request.build();
    }

    /** Takes the body of a successful answer, and no other. */
    BodyHandler<Void> body() {
        return answer -> {
            if (answer.statusCode() != 200 && answer.statusCode() != 206) {
                return BodySubscribers.replacing(null);
            }
            if (answer.statusCode() == 200 && received > 0) {
                restart();
            }
            return BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(this::take));
        };
    }

    void take(byte[] bytes) {
        try {
            if (received + bytes.length > download.limit()) {
                throw new IOException("more bytes than the index says");
            }
            write(bytes);
            digest.update(bytes);
            received += bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        try {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            writeFailure = e;
            throw e;
        }
    }

    /** Throws what kept this host from keeping the bytes, if anything did: another try would not help. */
    void checkWritten() throws IOException {
        if (writeFailure != null) {
            throw writeFailure;
        }
    }

    /** Forgets what came so far. */
    void restart() {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        digest = Sha256Stream.sha256();
        received = 0;
    }

    boolean isWhole() {
        return download.size() < 0 || received == download.size();
    }

    /** Checks what came and gives it its name. */
    void complete() throws ImageException, IOException {
        channel.close();
        String actual = HexFormat.of().formatHex(digest.digest());
        if (download.sha256() != null && !download.sha256().equals(actual)) {
            throw new ImageException(
                    "checksum-mismatch",
                    "the mirror's " + name() + " is not the file that its signed index names; try again later, or"
                            + " another KENARI_MIRROR");
        }
        Files.move(part, download.target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    /** Removes what came, unless that was all. */
    void abandon() throws IOException {
        if (!complete) {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(part);
        }
    }

    String name() {
        String path = download.uri().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
