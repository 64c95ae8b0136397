package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Fetches files over http, https and file URLs: a few at a time, each tried three times, given up when no byte comes
 * for half a minute.
 */
public final class Fetcher implements AutoCloseable {
    private static final int PARALLEL = 4;
    private static final int TRIES = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final long STALL_MILLIS = 30_000;
    private static final String AGENT = "Kenari/0.1";

    private final HttpClient client;
    private final InstantSource clock;

    /** A fetcher that goes through the proxies that apt would. */
    public Fetcher(AptConfiguration apt, Map<String, String> environment, InstantSource clock) {
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(new Proxies(apt, environment))
                .build();
    }

    /** The mirror has no such file. */
    public static boolean isAbsent(ImageException e) {
        return e.id().equals("not-on-mirror");
    }

    /**
     * Fetches all or fails; what was fetched whole before a failure stays.
     *
     * @throws ImageException {@code no-network}, {@code not-on-mirror}, {@code mirror-error} or {@code
     *     checksum-mismatch}
     */
    public void fetch(List<Download> downloads, String message, Progress progress) throws ImageException {
        try {
            for (Download download : downloads) {
                Files.createDirectories(download.target().getParent());
            }
            new Batch(downloads, message, progress).run();
        } catch (IOException e) {
            throw new ImageException(
                    "cannot-write-cache",
                    "cannot write the cache, " + downloads.getFirst().target().getParent() + ": " + reason(e)
                            + "; make room there, or set XDG_CACHE_HOME",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException || e.getMessage() == null ? e.toString() : e.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** The downloads of one call. Only the calling thread touches its fields. */
    private final class Batch {
        private record Answer(Transfer transfer, HttpResponse<Void> response, Throwable failure) {}

        private final String message;
        private final Progress progress;
        private final long total;
        private final Deque<Transfer> waiting = new ArrayDeque<>();
        private final Map<Transfer, CompletableFuture<?>> running = new HashMap<>();
        private final Map<Transfer, long[]> lastAdvance = new HashMap<>(); // {bytes, when}
        private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        private final List<Transfer> all = new ArrayList<>();

        Batch(List<Download> downloads, String message, Progress progress) {
            this.message = message;
            this.progress = progress;
            this.total = downloads.stream().mapToLong(d -> Math.max(0, d.size())).sum();
            for (Download download : downloads) {
                Path part = download.target().resolveSibling("." + download.target().getFileName() + ".part");
                all.add(new Transfer(download, part));
            }
            waiting.addAll(all);
        }

        void run() throws ImageException, IOException {
            try {
                while (!waiting.isEmpty() || !running.isEmpty()) {
                    while (running.size() < PARALLEL && !waiting.isEmpty()) {
                        start(waiting.poll());
                    }
                    Answer answer = answers.poll(200, TimeUnit.MILLISECONDS);
                    if (answer != null) {
                        finish(answer);
                    }
                    cancelStalled();
                    report();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ImageException("interrupted", "interrupted while fetching", e);
            } finally {
                running.values().forEach(future -> future.cancel(true));
                for (Transfer transfer : all) {
                    transfer.abandon();
                }
            }
        }

        private void start(Transfer transfer) throws ImageException, IOException {
            transfer.tries++;
            transfer.open();
            if (transfer.download.uri().getScheme().equals("file")) {
                copy(transfer);
                return;
            }
            lastAdvance.put(transfer, new long[] {transfer.received(), clock.millis()});
            var future = client.sendAsync(transfer.request(AGENT), transfer.body());
            running.put(transfer, future);
            future.whenComplete((response, failure) -> answers.add(new Answer(transfer, response, failure)));
        }

        private void copy(Transfer transfer) throws ImageException, IOException {
            try (InputStream in = Files.newInputStream(Path.of(transfer.download.uri()))) {
                for (byte[] bytes = in.readNBytes(1 << 16); bytes.length > 0; bytes = in.readNBytes(1 << 16)) {
                    transfer.take(bytes);
                }
            } catch (NoSuchFileException e) {
                throw absent(transfer);
            } catch (IOException | UncheckedIOException e) {
                transfer.checkWritten();
                throw new ImageException(
                        "mirror-error", "cannot read " + transfer.download.uri() + ": " + e.getMessage(), e);
            }
            transfer.complete();
            report();
        }

        private void finish(Answer answer) throws ImageException, IOException {
            Transfer transfer = answer.transfer;
            running.remove(transfer);
            transfer.checkWritten();
            int status = answer.response == null ? 0 : answer.response.statusCode();
            boolean success = answer.failure == null && (status == 200 || status == 206);
            if (success && transfer.isWhole()) {
                transfer.complete();
                return;
            }
            if (status == 404 || status == 410 || status == 403) {
                throw absent(transfer);
            }
            if (status == 416) {
                transfer.restart();
            }
            if (transfer.tries < TRIES) {
                waiting.add(transfer);
                return;
            }
            throw failure(answer, status, success);
        }

        private ImageException failure(Answer answer, int status, boolean success) {
            String host = answer.transfer.download.uri().getAuthority();
            Throwable cause = answer.failure;
            while (cause != null && cause.getCause() != null && !(cause instanceof ConnectException)) {
                cause = cause.getCause();
            }
            if (cause instanceof ConnectException || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return new ImageException(
                        "no-network",
                        "cannot reach the Debian mirror " + host + "; check the network, the proxy settings, or set"
                                + " KENARI_MIRROR",
                        answer.failure);
            }
            String reason = success ? "truncated" : cause == null ? "HTTP status " + status : String.valueOf(cause);
            return new ImageException(
                    "mirror-error",
                    "fetching " + answer.transfer.name() + " from " + host + ": " + reason,
                    answer.failure);
        }

        private ImageException absent(Transfer transfer) {
            return new ImageException("not-on-mirror", "the mirror has no " + transfer.download.uri());
        }

        private void cancelStalled() {
            long now = clock.millis();
            running.forEach((transfer, future) -> {
                long[] last = lastAdvance.get(transfer);
                if (last[0] != transfer.received()) {
                    last[0] = transfer.received();
                    last[1] = now;
                } else if (now - last[1] > STALL_MILLIS) {
                    future.cancel(true);
                }
            });
        }

        private void report() {
            long done = all.stream().mapToLong(Transfer::received).sum();
            progress.update(message, done, total);
        }
    }
}
