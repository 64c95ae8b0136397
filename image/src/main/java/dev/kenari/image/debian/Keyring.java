package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** Public keys that may sign a release, and the check of a clear-signed text against them (RFC 9580). */
public final class Keyring {
    private static final Set<Integer> HASHES =
            Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

    private final List<PGPPublicKeyRing> rings;

    private Keyring(List<PGPPublicKeyRing> rings) {
        this.rings = rings;
    }

    /** The Debian archive keys that ship with Kenari. */
    public static Keyring ofDebian() {
        List<byte[]> keys = new ArrayList<>();
        try (InputStream index = Keyring.class.getResourceAsStream("keys/index")) {
            var names = new BufferedReader(new InputStreamReader(index, StandardCharsets.US_ASCII));
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                try (InputStream key = Keyring.class.getResourceAsStream("keys/" + name)) {
                    keys.add(key.readAllBytes());
                }
            }
            return of(keys);
        } catch (IOException | PGPException e) {
            throw new AssertionError("the keys in the jar are readable", e);
        }
    }

    /** Keys in armored form. */
    static Keyring of(List<byte[]> armored) throws IOException, PGPException {
        List<PGPPublicKeyRing> rings = new ArrayList<>();
        for (byte[] bytes : armored) {
            InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes));
            var collection = new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator());
            collection.getKeyRings().forEachRemaining(rings::add);
        }
        return new Keyring(rings);
    }

    /**
     * The text of a clear-signed message, if one of the keys made one of its signatures.
     *
     * @throws ImageException {@code bad-signature}
     */
    public String verify(byte[] message, Instant now) throws ImageException {
        ClearSigned signed = ClearSigned.parse(message);
        try {
            InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(signed.signature()));
            PGPObjectFactory packets = new BcPGPObjectFactory(in);
            for (Object packet = packets.nextObject(); packet != null; packet = packets.nextObject()) {
                if (packet instanceof PGPSignatureList signatures) {
                    for (PGPSignature signature : signatures) {
                        if (isGood(signature, signed, now)) {
                            return signed.text();
                        }
                    }
                }
            }
        } catch (IOException | PGPException | RuntimeException e) {
            // Damaged packets end in unchecked exceptions of many kinds, some of the library's own, some of the JDK's.
            throw new ImageException("bad-signature", "the mirror's Release file has a damaged signature", e);
        }
        throw new ImageException(
                "bad-signature", "the mirror's Release file is not signed by a Debian archive key that Kenari knows");
    }

    private boolean isGood(PGPSignature signature, ClearSigned signed, Instant now) throws PGPException {
        if (signature.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT
                || !HASHES.contains(signature.getHashAlgorithm())) {
            return false;
        }
        for (PGPPublicKeyRing ring : rings) {
            PGPPublicKey key = ring.getPublicKey(signature.getKeyID());
            if (key != null && maySign(key, ring.getPublicKey(), now)) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), key);
                signature.update(signed.canonical());
                if (signature.verify()) {
                    return !signature.getCreationTime().after(Date.from(now.plusSeconds(24 * 3600)));
                }
            }
        }
        return false;
    }

    /** Whether a key is bound to its primary key for signing, and neither is expired or revoked. */
    private static boolean maySign(PGPPublicKey key, PGPPublicKey primary, Instant now) throws PGPException {
        if (isRevoked(primary, PGPSignature.KEY_REVOCATION)) {
            return false;
        }
        PGPSignature self = newest(primary, primary, PGPSignature.POSITIVE_CERTIFICATION, now);
        if (self == null) {
            self = newest(primary, primary, PGPSignature.DIRECT_KEY, now);
        }
        if (self == null || isExpired(primary, self, now)) {
            return false;
        }
        if (key.getKeyID() == primary.getKeyID()) {
            return flags(self);
        }
        PGPSignature binding = newest(key, primary, PGPSignature.SUBKEY_BINDING, now);
        return binding != null
                && flags(binding)
                && !isExpired(key, binding, now)
                && !isRevoked(key, PGPSignature.SUBKEY_REVOCATION);
    }

    /** The newest of a key's signatures of one type that its primary key really made. */
    private static PGPSignature newest(PGPPublicKey key, PGPPublicKey primary, int type, Instant now)
            throws PGPException {
        PGPSignature newest = null;
        Iterator<PGPSignature> signatures = key.getSignaturesOfType(type);
        while (signatures.hasNext()) {
            PGPSignature signature = signatures.next();
            boolean own = signature.getKeyID() == primary.getKeyID() && HASHES.contains(signature.getHashAlgorithm());
            if (own && isMadeBy(signature, key, primary, type)) {
                if (newest == null || signature.getCreationTime().after(newest.getCreationTime())) {
                    newest = signature;
                }
            }
        }
        return newest;
    }

    private static boolean isMadeBy(PGPSignature signature, PGPPublicKey key, PGPPublicKey primary, int type)
            throws PGPException {
        signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
        if (type == PGPSignature.SUBKEY_BINDING) {
            return signature.verifyCertification(primary, key);
        }
        if (type == PGPSignature.DIRECT_KEY) {
            return signature.verifyCertification(key);
        }
        Iterator<String> users = key.getUserIDs();
        while (users.hasNext()) {
            signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
            if (signature.verifyCertification(users.next(), key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean flags(PGPSignature signature) {
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        return hashed != null && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
    }

    private static boolean isExpired(PGPPublicKey key, PGPSignature signature, Instant now) {
        long seconds = signature.getHashedSubPackets().getKeyExpirationTime();
        return seconds != 0
                && now.isAfter(key.getCreationTime().toInstant().plusSeconds(seconds));
    }

    private static boolean isRevoked(PGPPublicKey key, int type) {
        return key.getSignaturesOfType(type).hasNext();
    }

    /**
     * The parts of a clear-signed message (RFC 9580, section 7): the text with dash escapes undone, and the armored
     * signature. What stands before or after is not part of either.
     */
    record ClearSigned(String text, byte[] canonical, byte[] signature) {
        private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
        private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

        static ClearSigned parse(byte[] message) throws ImageException {
            String[] lines = new String(message, StandardCharsets.ISO_8859_1).split("\n", -1);
            int at = 0;
            if (!line(lines, at++).equals(BEGIN)) {
                throw notSigned();
            }
            while (line(lines, at).startsWith("Hash: ")) {
                at++;
            }
            if (!line(lines, at++).isEmpty()) {
                throw notSigned();
            }
            StringBuilder text = new StringBuilder();
            StringBuilder canonical = new StringBuilder();
            while (at < lines.length && !line(lines, at).equals(SIGNATURE)) {
                String line = line(lines, at++);
                if (line.startsWith("- ")) {
                    line = line.substring(2);
                } else if (line.startsWith("-")) {
                    throw notSigned();
                }
                canonical.append(canonical.isEmpty() && text.isEmpty() ? "" : "\r\n").append(line);
                text.append(line).append('\n');
            }
            if (at >= lines.length) {
                throw notSigned();
            }
            var signature = new ByteArrayOutputStream();
            while (at < lines.length) {
                signature.writeBytes((line(lines, at++) + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            return new ClearSigned(
                    new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                    canonical.toString().getBytes(StandardCharsets.ISO_8859_1),
                    signature.toByteArray());
        }

        /** Without the trailing white space that the signature does not cover. */
        private static String line(String[] lines, int at) throws ImageException {
            if (at >= lines.length) {
                throw notSigned();
            }
            String line = lines[at];
            int end = line.length();
            while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
                end--;
            }
            return line.substring(0, end);
        }

        private static ImageException notSigned() {
            return new ImageException("bad-signature", "the mirror's Release file is not a signed text");
        }
    }
}
