package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.image.ImageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 9580, section 7: clear-signed text. */
final class KeyringTest {
    private static final String TEXT = "Origin: Debian\n- dashed\nUmlaut: \u00e4\n";
    private final Instant now = Instant.parse("2026-06-01T00:00:00Z");
    private final SigningKey key = new SigningKey(now.minus(Duration.ofDays(10)), Duration.ofDays(30).toSeconds());

    /** Signatures carry the real time; the keys' validity is tested against times around it. */
    private final Instant real = Instant.now();

    @Test
    void returnsTheSignedTextAndNothingElse() throws ImageException {
        SigningKey valid = new SigningKey(real.minusSeconds(60), 0);
        String message = new String(valid.clearSign(TEXT), StandardCharsets.UTF_8);
        String more = message + "Unsigned: yes\n";
        assertThat(valid.keyring().verify(more.getBytes(StandardCharsets.UTF_8), real)).isEqualTo(TEXT);
        assertRefused(valid.keyring(), "Unsigned: yes\n" + message, real);
    }

    @Test
    void refusesAChangedText() {
        SigningKey valid = new SigningKey(real.minusSeconds(60), 0);
        String message = new String(valid.clearSign(TEXT), StandardCharsets.UTF_8);
        assertRefused(valid.keyring(), message.replace("Debian", "Debiam"), real);
        assertRefused(valid.keyring(), message.replace("Umlaut", "\nUmlaut"), real);
    }

    @Test
    void refusesAnotherKey() {
        String message = new String(new SigningKey(real, 0).clearSign(TEXT), StandardCharsets.UTF_8);
        assertRefused(new SigningKey(real, 0).keyring(), message, real);
        assertRefused(Keyring.ofDebian(), message, real);
    }

    @Test
    void refusesAnExpiredKey() {
        String message = new String(key.clearSign(TEXT), StandardCharsets.UTF_8);
        assertRefused(key.keyring(), message, now.plus(Duration.ofDays(365)));
    }

    @Test
    void refusesPacketsOfUnknownVersions() {
        String message = """
                -----BEGIN PGP SIGNED MESSAGE-----
                Hash: SHA256

                text
                -----BEGIN PGP SIGNATURE-----

                %s
                -----END PGP SIGNATURE-----
                """.formatted("lAaBAAAAAAE="); // a secret key of version 129
        assertRefused(key.keyring(), message, now);
    }

    @Test
    void survivesDamage() {
        SigningKey valid = new SigningKey(real.minusSeconds(60), 0);
        byte[] message = valid.clearSign(TEXT);
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("KeyringTest seed " + seed + " (-Dkenari.seed)");
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = message.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(valid.keyring().verify(damaged, real)).as("seed %d", seed).isEqualTo(TEXT);
            } catch (ImageException e) {
                assertThat(e.id()).isEqualTo("bad-signature");
            }
        }
    }

    private static void assertRefused(Keyring keyring, String message, Instant when) {
        assertThatThrownBy(() -> keyring.verify(message.getBytes(StandardCharsets.UTF_8), when))
                .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.id()).isEqualTo("bad-signature"));
    }
}
