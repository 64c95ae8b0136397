package dev.kenari.kernel.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassModel;
import java.util.function.Function;

/**
 * The code of one protection domain: its own copies of its component's classes and of the library, verified and rewritten as they are
 * loaded. With all others it shares the types of the JDK and of protocols that the {@link AllowList} names.
 */
public final class DomainLoader extends ClassLoader {
    private final DomainBudget budget;
    private final Function<String, byte[]> own;
    private final DomainTypes types;
    private final LibraryCopies copies;
    private final ClassRewriter rewriter;
    private final RewrittenClasses rewritten;

    static {
        registerAsParallelCapable();
    }

    /**
     * @param name of the domain
     * @param own class files of the component by binary name; null for what is not its own
     * @param shared defines the types that it shares with others
     */
    public DomainLoader(String name, DomainBudget budget, Function<String, byte[]> own, ClassLoader shared) {
        this(name, budget, own, shared, new RewrittenClasses());
    }

    private DomainLoader(
            String name, DomainBudget budget, Function<String, byte[]> own, ClassLoader shared, RewrittenClasses rewritten) {
        super(name, shared);
        this.budget = budget;
        this.own = className -> isReserved(className) ? null : own.apply(className);
        this.types = new DomainTypes(this.own, shared);
        this.copies = new LibraryCopies(types);
        this.rewriter = new ClassRewriter(types, copies);
        this.rewritten = rewritten;
    }

    /** For a component that is part of this system. */
    public static DomainLoader of(String name, DomainBudget budget, ComponentCode code) {
        return new DomainLoader(name, budget, code::bytes, code.root().getClassLoader(), code.rewritten());
    }

    /** Names that no component has, whatever its class path says. */
    private static boolean isReserved(String className) {
        return className.startsWith("java.") || className.startsWith("dev.kenari.kernel.") || className.startsWith("dev.kenari.abi.")
                || className.startsWith("dev.kenari.machine.") || LibraryCopies.isLibrary(className);
    }

    public DomainBudget budget() {
        return budget;
    }

    /** The budget of the domain that {@code type} belongs to. */
    public static DomainBudget budgetOf(Class<?> type) {
        return ((DomainLoader) type.getClassLoader()).budget;
    }

    /**
     * @throws PrivilegedInstruction if the class is the domain's own and touches what it may not
     */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return copies.isOwn(name) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) {
        RewrittenClasses known = LibraryCopies.isLibrary(name) ? RewrittenClasses.LIBRARY : rewritten;
        byte[] bytes = known.get(name, this::rewrite);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] rewrite(String name) {
        if (!LibraryCopies.isLibrary(name)) {
            return verified(name);
        }
        return name.equals(dev.kenari.kernel.domain.jdk.Current.class.getName()) ? resource(name) : rewriter.rewrite(copies.model(name));
    }

    private byte[] verified(String name) {
        try {
            ClassModel model = types.model(name);
            if (!DomainTypes.binaryName(model.thisClass()).equals(name)) {
                throw new PrivilegedInstruction(name, "", "the name " + DomainTypes.binaryName(model.thisClass()));
            }
            ClassVerifier.verify(types, model);
            return rewriter.rewrite(model);
        } catch (PrivilegedInstruction e) {
            budget.kill(e.getMessage());
            throw e;
        } catch (IllegalArgumentException e) {
            PrivilegedInstruction malformed = new PrivilegedInstruction(name, "", "nothing: it is malformed: " + firstLine(e));
            budget.kill(malformed.getMessage());
            throw malformed;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static byte[] resource(String name) {
        try (InputStream in = DomainLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
