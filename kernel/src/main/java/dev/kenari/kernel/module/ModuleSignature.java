package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The signature at the end of a {@code .ko} (Linux, Documentation/admin-guide/module-signing.rst): a detached PKCS#7 message
 * (RFC 2315) of one signer without attributes, its length, and a magic string.
 */
public final class ModuleSignature {
    /** The end of a signed module. */
    public static final String MAGIC = "~Module signature appended~\n";

    /** What precedes the magic: seven octets of which one is {@link #PKCS7}, one more of padding, and the length. */
    public static final int TRAILER = 12;

    public static final int PKCS7 = 2;

    private static final String SIGNED_DATA = "2a864886f70d010702";
    private static final String DATA = "2a864886f70d010701";
    private static final String SHA_512 = "608648016503040203";
    private static final String RSA = "2a864886f70d010101";

    private final byte[] module;
    private final byte[] message;

    private ModuleSignature(byte[] module, byte[] message) {
        this.module = module;
        this.message = message;
    }

    /**
     * Null if there is none.
     *
     * @throws Errno EBADMSG; ENOPKG if it is no PKCS#7
     */
    static ModuleSignature of(byte[] image) throws Errno {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        int end = image.length - magic.length;
        if (end < 0 || !Arrays.equals(image, end, image.length, magic, 0, magic.length)) {
            return null;
        }
        if (end <= TRAILER) {
            throw Errno.EBADMSG;
        }
        int trailer = end - TRAILER;
        int length = ByteBuffer.wrap(image).getInt(trailer + 8);
        if (length < 0 || length >= trailer) {
            throw Errno.EBADMSG;
        }
        if (image[trailer + 2] != PKCS7) {
            throw Errno.ENOPKG;
        }
        for (int unused : new int[] {0, 1, 3, 4, 5, 6, 7}) {
            if (image[trailer + unused] != 0) {
                throw Errno.EBADMSG;
            }
        }
        return new ModuleSignature(
                Arrays.copyOf(image, trailer - length), Arrays.copyOfRange(image, trailer - length, trailer));
    }

    /** The file without its signature. */
    byte[] module() {
        return module;
    }

    /** @throws Errno EBADMSG; ENOPKG for algorithms that are not supported; ENOKEY if another key signed; EKEYREJECTED */
    void verify(X509Certificate trusted) throws Errno {
        DerReader content = new DerReader(message).enter(DerReader.SEQUENCE);
        expect(content.next(DerReader.OBJECT), SIGNED_DATA, Errno.EBADMSG);
        DerReader data = content.enter(DerReader.CONTEXT_0).enter(DerReader.SEQUENCE);
        data.next(DerReader.INTEGER);
        data.next(DerReader.SET);
        expect(data.enter(DerReader.SEQUENCE).next(DerReader.OBJECT), DATA, Errno.EBADMSG);
        if (data.isNext(DerReader.CONTEXT_0)) {
            data.next(DerReader.CONTEXT_0);
        }
        DerReader signer = data.enter(DerReader.SET).enter(DerReader.SEQUENCE);
        signer.next(DerReader.INTEGER);
        DerReader key = signer.enter(DerReader.SEQUENCE);
        key.next(DerReader.SEQUENCE);
        byte[] issuer = key.whole();
        byte[] serial = key.next(DerReader.INTEGER);
        expect(signer.enter(DerReader.SEQUENCE).next(DerReader.OBJECT), SHA_512, Errno.ENOPKG);
        expect(signer.enter(DerReader.SEQUENCE).next(DerReader.OBJECT), RSA, Errno.ENOPKG);
        byte[] signature = signer.next(DerReader.OCTET_STRING);
        boolean known = serial.length > 0
                && Arrays.equals(issuer, trusted.getIssuerX500Principal().getEncoded())
                && new BigInteger(serial).equals(trusted.getSerialNumber());
        if (!known) {
            throw Errno.ENOKEY;
        }
        check(trusted, signature);
    }

    private static void expect(byte[] object, String identifier, Errno otherwise) throws Errno {
        if (!HexFormat.of().formatHex(object).equals(identifier)) {
            throw otherwise;
        }
    }

    private void check(X509Certificate trusted, byte[] bytes) throws Errno {
        boolean right;
        try {
            Signature algorithm = Signature.getInstance("SHA512withRSA");
            algorithm.initVerify(trusted.getPublicKey());
            algorithm.update(module);
            right = algorithm.verify(bytes);
        } catch (GeneralSecurityException e) {
            right = false;
        }
        if (!right) {
            throw Errno.EKEYREJECTED;
        }
    }
}
