package dev.kenari.modules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the build made: the files of {@code /lib/modules/RELEASE}, the kernel's exported symbols, and whose signature counts. */
public final class ModuleTree {
    private ModuleTree() {}

    /** Sizes of the files by their paths below {@code /lib/modules/RELEASE}. */
    public static Map<String, Integer> files() {
        Map<String, Integer> files = new LinkedHashMap<>();
        text("index").lines().forEach(line -> {
            int space = line.indexOf(' ');
            files.put(line.substring(space + 1), Integer.parseInt(line.substring(0, space)));
        });
        return files;
    }

    /** The content of one of {@link #files}. */
    public static byte[] read(String path) {
        return resource("files/" + path);
    }

    /** CRCs of the kernel's exported symbols. */
    public static Map<String, Integer> symbols() {
        Map<String, Integer> symbols = new LinkedHashMap<>();
        text("Module.symvers").lines().forEach(line -> {
            String[] fields = line.split("\t");
            symbols.put(fields[1], Integer.parseUnsignedInt(fields[0].substring(2), 16));
        });
        return symbols;
    }

    /** Of the key with which the build signed the modules. */
    public static X509Certificate certificate() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(resource("signing_key.x509")));
        } catch (CertificateException e) {
            throw new IllegalStateException("the build's certificate", e);
        }
    }

    private static String text(String name) {
        return new String(resource(name), StandardCharsets.US_ASCII);
    }

    private static byte[] resource(String name) {
        try (InputStream in = ModuleTree.class.getResourceAsStream("tree/" + name)) {
            if (in == null) {
                throw new IllegalStateException("not built: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
