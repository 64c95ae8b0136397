package dev.kenari.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 8878. */
final class ZstdInputStreamTest {
    /** What "zstd -19" makes of {@link #sample}. */
    private static final String SAMPLE =
            "KLUv/WQGCZUJAKZVLhKgGXKNccsOADfSElkRsXjFzREsACcAJwCjcWp7JKH82SozJh6BnNVbXybBIOUWtzE6aurXlFkvlCDA"
                    + "IHBYBAQBgwKRCDLztYbd6Jg4yykYE8WvzvYCEY/NVLaPLJQ89nQcmZc5B4eMDxneAYNDxocM79E4tT2SUP5slRkTj0DO6q0v"
                    + "k2CQcovbGB3rV2a9Eqi3AgDCK0FvyczXGnajY+Isp2BMFL862wtEPDZT2T6yUPLY03FkXuYMgMSoIJLvHWAtKEiWAxEgCEIw"
                    + "9bVKHT4JEEp2rvl0msxZDkpnh+mAiOhHntR0h4S1tL4VcuWxmhDFflCszjOpCcyxIWZ6OtBpH1o665QLrCsiaB+xwkEbEtbS"
                    + "+lbIlcdqQhT7QensMFe11KD2E8kqkFUGylebAh/Cz8g=";

    @TempDir
    Path directory;

    @Test
    void readsAFrame() throws IOException {
        assertThat(decompress(Base64.getDecoder().decode(SAMPLE))).isEqualTo(sample());
    }

    @Test
    void readsFramesInARowAndSkipsSkippableOnes() throws IOException {
        byte[] frame = Base64.getDecoder().decode(SAMPLE);
        var frames = new ByteArrayOutputStream();
        frames.writeBytes(frame);
        frames.writeBytes(new byte[] {0x55, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3});
        frames.writeBytes(frame);
        assertThat(decompress(frames.toByteArray())).hasSize(2 * sample().length);
    }

    @Test
    void refusesDamage() {
        byte[] frame = Base64.getDecoder().decode(SAMPLE);
        for (int i = 0; i < frame.length; i++) {
            byte[] truncated = Arrays.copyOf(frame, i);
            if (i > 0) {
                assertThatThrownBy(() -> decompress(truncated)).isInstanceOf(IOException.class);
            }
            byte[] damaged = frame.clone();
            damaged[i] ^= 0x10;
            try {
                assertThat(decompress(damaged)).isEqualTo(sample());
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void agreesWithZstd() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zstd")), "needs zstd (Debian package zstd)");
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("ZstdInputStreamTest seed " + seed + " (-Dkenari.seed)");
        Random random = new Random(seed);
        List<List<String>> options = List.of(
                List.of("-1"),
                List.of("-3", "--no-check"),
                List.of("-9"),
                List.of("--ultra", "-22"),
                List.of("--fast=5"),
                List.of("-5", "--long=27"));
        for (int i = 0; i < 24; i++) {
            byte[] content = content(random, i);
            Path plain = Files.write(directory.resolve("plain"), content);
            Path packed = directory.resolve("packed");
            List<String> command = new ArrayList<>(List.of("/usr/bin/zstd", "-q", "-f", "-o", packed.toString()));
            command.addAll(options.get(i % options.size()));
            command.add(plain.toString());
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
            assertThat(Arrays.equals(decompress(Files.readAllBytes(packed)), content))
                    .as("seed %d, round %d: %s", seed, i, command)
                    .isTrue();
        }
    }

    /** Noise, words, runs and repeats of long ago, in many proportions. */
    private static byte[] content(Random random, int round) {
        int size = round == 0 ? 0 : random.nextInt(1 << random.nextInt(4, 22));
        byte[] bytes = new byte[size];
        int alphabet = 1 + random.nextInt(256);
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(300));
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int i = 0; i < length; i++) {
                        bytes[at + i] = (byte) (random.nextInt(alphabet) * random.nextInt(2));
                    }
                }
                case 1 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt(alphabet));
                default -> {
                    int from = at == 0 ? 0 : random.nextInt(at);
                    System.arraycopy(bytes, from, bytes, at, Math.min(length, Math.max(0, at - from)));
                }
            }
            at += length;
        }
        return bytes;
    }

    private static byte[] sample() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append("line ").append(i * i % 97).append(" of ").append("abc".charAt(i % 3)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] decompress(byte[] frames) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(frames))) {
            return in.readAllBytes();
        }
    }
}
