package dev.kenari.kernel.domain;

import dev.kenari.kernel.component.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a domain's code may touch outside its own classes, method by method: the table {@code allowed.txt} beside this class, which says how
 * it is read. Besides, of the project's own types: whatever can be part of a message, that is {@link Protocol} interfaces, records and
 * enums. Types are shared by all domains, so nothing in the list holds state that one could change for another.
 */
final class AllowList {
    /**
     * How a listed method is called.
     *
     * @param charged its result is new and counts against the heap
     * @param replacement the class of {@code domain.jdk} whose static method is called instead, with the receiver before the arguments;
     *     null for none
     */
    record Rule(boolean charged, String replacement) {
        static final Rule PLAIN = new Rule(false, null);
    }

    private static final AllowList LIST = new AllowList();
    /** Makes a message of the cause's, which makes one of its cause's, longer with each. */
    private static final String FROM_CAUSE = "(Ljava/lang/Throwable;)V";
    private static final Set<String> NEVER_OF_COPIES = Set.of("stream", "parallelStream", "spliterator");

    private final Map<String, Map<String, Rule>> types = new HashMap<>();
    private final Set<String> copies = new HashSet<>();
    private final Map<String, String> own = new HashMap<>();
    private final Set<String> throwables = new HashSet<>();
    private final Set<String> packages = new HashSet<>();

    private AllowList() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(AllowList.class.getResourceAsStream("allowed.txt"), StandardCharsets.UTF_8))) {
            in.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AllowList get() {
        return LIST;
    }

    private void line(String line) {
        String[] words = line.split("\\s+");
        switch (words[0]) {
            case "copy" -> words(words, 1, copies);
            case "throwable" -> words(words, 1, throwables);
            case "package" -> words(words, 1, packages);
            case "own" -> own.put(words[1], words[2]);
            case "type" -> {
                Map<String, Rule> rules = types.computeIfAbsent(words[1], n -> new HashMap<>());
                for (int i = 2; i < words.length; i++) {
                    rule(words[i], rules);
                }
            }
            default -> throw new IllegalArgumentException("allowed.txt: " + line);
        }
    }

    private static void words(String[] words, int from, Set<String> into) {
        for (int i = from; i < words.length; i++) {
            into.add(words[i]);
        }
    }

    private static void rule(String word, Map<String, Rule> rules) {
        int arrow = word.indexOf("->");
        if (arrow >= 0) {
            rules.put(word.substring(0, arrow), new Rule(false, word.substring(arrow + 2)));
        } else if (word.endsWith("+")) {
            rules.put(word.substring(0, word.length() - 1), new Rule(true, null));
        } else {
            rules.put(word, Rule.PLAIN);
        }
    }

    /** Whether a domain has its own rewritten copy of this class of the JDK. Binary names here and below. */
    boolean isCopied(String type) {
        int inner = type.indexOf('$');
        return copies.contains(inner < 0 ? type : type.substring(0, inner));
    }

    /** The classes of which a domain has copies. */
    Set<String> copies() {
        return Set.copyOf(copies);
    }

    /** The simple name of the class of {@code domain.jdk} that stands for a class of the JDK; null if none does. */
    String replacement(String type) {
        return own.get(type);
    }

    /** Whether a domain's code may name {@code type}: make arrays of it, cast to it, catch it, extend or implement it. */
    boolean permits(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        String name = element.getName();
        return element.isPrimitive() || types.containsKey(name) || throwables.contains(name) || isValue(element)
                || packages.contains(element.getPackageName()) && Modifier.isPublic(element.getModifiers());
    }

    /** Part of a message: shared because nothing of it can change. */
    private static boolean isValue(Class<?> type) {
        return type.getName().startsWith("dev.kenari.") && Modifier.isPublic(type.getModifiers())
                && (type.isAnnotationPresent(Protocol.class) || type.isRecord() || type.isEnum());
    }

    /** How a method or constructor of a shared type may be called; null if it may not. */
    Rule rule(Class<?> owner, String name, String descriptor) {
        if (owner.isArray()) {
            return name.equals("clone") ? Rule.PLAIN : rule(Object.class, name, descriptor);
        }
        if (throwables.contains(owner.getName()) && name.equals("<init>")) {
            return descriptor.equals(FROM_CAUSE) ? null : Rule.PLAIN;
        }
        if (isValue(owner) || packages.contains(owner.getPackageName())) {
            return Rule.PLAIN;
        }
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            Rule rule = declared(type, name, descriptor);
            if (rule != null || name.equals("<init>")) {
                return rule;
            }
        }
        return owner.isInterface() ? declared(Object.class, name, descriptor) : null;
    }

    private Rule declared(Class<?> type, String name, String descriptor) {
        Map<String, Rule> rules = types.getOrDefault(type.getName(), Map.of());
        Rule exact = rules.get(name + descriptor);
        if (exact == null) {
            exact = rules.get(name);
        }
        if (exact == null && (isValue(type) || packages.contains(type.getPackageName()))) {
            exact = Rule.PLAIN;
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (exact == null && !name.equals("<init>")) {
                exact = declared(parent, name, descriptor);
            }
        }
        return exact;
    }

    boolean isThrowable(String type) {
        return throwables.contains(type);
    }

    /** Of a copied class, and of what its copy inherits. */
    boolean permitsOfCopy(String name) {
        return !NEVER_OF_COPIES.contains(name);
    }

    /** Whether a static field of a shared type may be read: a constant that can't change in any way. */
    boolean permitsField(Class<?> owner, String name) {
        try {
            Field field = owner.getField(name);
            int modifiers = field.getModifiers();
            return permits(field.getDeclaringClass()) && Modifier.isStatic(modifiers) && Modifier.isFinal(modifiers)
                    && (field.getType().isPrimitive() || field.getType() == String.class || field.getType() == owner
                            || types.getOrDefault(owner.getName(), Map.of()).containsKey("." + name));
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
