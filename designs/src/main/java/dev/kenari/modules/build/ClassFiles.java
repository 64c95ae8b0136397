package dev.kenari.modules.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Class files on the class path, and what they say. */
final class ClassFiles {
    private static final String SUFFIX = ".class";
    private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

    private ClassFiles() {}

    /** All classes of a package, by binary name. */
    static Map<String, byte[]> inPackage(String name) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        Enumeration<URL> places = ClassFiles.class.getClassLoader().getResources(name.replace('.', '/'));
        while (places.hasMoreElements()) {
            URI place = uri(places.nextElement());
            if (place.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                    addAll(jar.getPath("/" + name.replace('.', '/')), name, classes);
                }
            } else {
                addAll(Path.of(place), name, classes);
            }
        }
        if (classes.isEmpty()) {
            throw new IOException("no classes in package " + name);
        }
        return classes;
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(url.toString(), e);
        }
    }

    private static void addAll(Path directory, String packageName, Map<String, byte[]> classes) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(SUFFIX, "");
                if (!name.equals("package-info")) {
                    classes.put(packageName + "." + name, Files.readAllBytes(file));
                }
            }
        }
    }

    /** The class file of a class that is there. */
    static byte[] of(String binaryName) {
        try (InputStream in = ClassFiles.class.getClassLoader().getResourceAsStream(binaryName.replace('.', '/') + SUFFIX)) {
            if (in == null) {
                throw new IllegalArgumentException("no class " + binaryName);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every class that a class file names, in code, signatures or annotations. */
    static Set<String> references(byte[] classFile) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
            if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
                names.add(type.asInternalName().replace('/', '.'));
            } else if (entry instanceof Utf8Entry text) {
                Matcher matcher = DESCRIPTOR.matcher(text.stringValue());
                while (matcher.find()) {
                    names.add(matcher.group(1).replace('/', '.'));
                }
            }
        }
        return names;
    }

    /** The CRC of what others can see of a class: its supertypes, and its members that are not private. */
    static int version(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Set<String> members = new TreeSet<>();
        for (FieldModel field : model.fields()) {
            if ((field.flags().flagsMask() & ClassFile.ACC_PRIVATE) == 0) {
                members.add(field.flags().flagsMask() + " " + field.fieldName() + " " + field.fieldType());
            }
        }
        for (MethodModel method : model.methods()) {
            if ((method.flags().flagsMask() & (ClassFile.ACC_PRIVATE | ClassFile.ACC_SYNTHETIC)) == 0) {
                members.add(method.flags().flagsMask() + " " + method.methodName() + method.methodType());
            }
        }
        String parent = model.superclass().map(ClassEntry::asInternalName).orElse("");
        String interfaces = model.interfaces().stream().map(ClassEntry::asInternalName).collect(Collectors.joining(","));
        String text = model.flags().flagsMask() + " " + parent + " " + interfaces + "\n" + String.join("\n", members);
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
