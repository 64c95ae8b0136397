package dev.kenari.modules.build;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The build step that makes the tree of {@code /lib/modules/RELEASE}, the kernel's Module.symvers and the certificate of its key. */
public final class BuildModules {
    private final Map<String, Integer> kernelExports = new TreeMap<>();
    private final List<ModuleWriter> writers = new ArrayList<>();
    private final Map<String, ModuleWriter> exporters = new HashMap<>();
    private final Map<String, ModuleIndexes.Entry> entries = new LinkedHashMap<>();

    private BuildModules() {}

    /**
     * @param arguments the list of what the kernel exports, the target directory, and the key's file, which is made if it is missing: as
     *     long as it stays, the same sources give the same bytes
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        BuildModules build = new BuildModules();
        build.readExports(Path.of(arguments[0]));
        build.write(Path.of(arguments[1]), signer(Path.of(arguments[2])));
    }

    private void readExports(Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                kernelExports.put(name, ClassFiles.version(ClassFiles.of(name)));
            }
        }
        for (Class<?> entry : ModuleList.ENTRIES) {
            ModuleWriter writer = new ModuleWriter(entry);
            writers.add(writer);
            writer.exports().keySet().forEach(symbol -> exporters.put(symbol, writer));
        }
    }

    private void write(Path target, ModuleSigner signer) throws IOException, GeneralSecurityException {
        Map<String, byte[]> files = new TreeMap<>();
        for (ModuleWriter writer : writers) {
            files.put("kernel/" + writer.description().path(), signer.sign(module(writer)));
        }
        List<ModuleIndexes.Entry> order = writers.stream().map(w -> entries.get(w.description().name())).toList();
        files.putAll(ModuleIndexes.of(order, ModuleList.BUILT_IN));
        StringBuilder index = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            index.append(file.getValue().length).append(' ').append(file.getKey()).append('\n');
            put(target.resolve("files").resolve(file.getKey()), file.getValue());
        }
        put(target.resolve("index"), index.toString().getBytes(StandardCharsets.US_ASCII));
        put(target.resolve("signing_key.x509"), signer.certificate());
        StringBuilder versions = new StringBuilder();
        kernelExports.forEach((name, crc) ->
                versions.append("0x%08x\t%s\tvmlinux\tEXPORT_SYMBOL\t\n".formatted(crc, name)));
        put(target.resolve("Module.symvers"), versions.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] module(ModuleWriter writer) throws IOException {
        Map<String, Integer> versions = new HashMap<>();
        Set<ModuleWriter> direct = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        for (String symbol : writer.needs()) {
            Integer version = kernelExports.get(symbol);
            ModuleWriter exporter = exporters.get(symbol);
            if (version == null && exporter != null) {
                version = exporter.exports().get(symbol);
                direct.add(exporter);
            }
            if (version == null) {
                missing.add(symbol);
            }
            versions.put(symbol, version);
        }
        String name = writer.description().name();
        if (!missing.isEmpty()) {
            throw new IOException(name + " needs what nobody exports: " + missing);
        }
        entries.put(name, entry(writer, direct));
        return writer.write(versions, direct.stream().map(w -> w.description().name()).toList());
    }

    /** Modules that others need come before those in the list. */
    private ModuleIndexes.Entry entry(ModuleWriter writer, Set<ModuleWriter> direct) throws IOException {
        Set<ModuleIndexes.Entry> depends = new LinkedHashSet<>();
        for (ModuleWriter needed : direct) {
            ModuleIndexes.Entry known = entries.get(needed.description().name());
            if (known == null) {
                throw new IOException(writer.description().name() + " comes before what it needs");
            }
            depends.addAll(known.depends());
            depends.add(known);
        }
        return new ModuleIndexes.Entry(
                writer.description().name(),
                "kernel/" + writer.description().path(),
                List.of(writer.description().aliases()),
                List.copyOf(writer.exports().keySet()),
                List.copyOf(depends));
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** The key in {@code file}, PKCS #8, with its certificate and serial number beside it. */
    private static ModuleSigner signer(Path file) throws IOException, GeneralSecurityException {
        Path certificate = file.resolveSibling(file.getFileName() + ".x509");
        Path serial = file.resolveSibling(file.getFileName() + ".serial");
        if (Files.exists(serial)) {
            var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
            return ModuleSigner.of(key, Files.readAllBytes(certificate), new BigInteger(Files.readString(serial)));
        }
        ModuleSigner made = ModuleSigner.generate();
        put(file, made.key().getEncoded());
        put(certificate, made.certificate());
        put(serial, made.serial().toString().getBytes(StandardCharsets.US_ASCII));
        return made;
    }
}
