package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Threshold;
import dev.kenari.machine.riscv.interpreter.CodePage;
import dev.kenari.machine.riscv.interpreter.Internals;
import dev.kenari.machine.riscv.interpreter.TranslatedCode;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The translations of a board, shared by its harts and address spaces: a region belongs to the frames that it was made from, so
 * that all processes that map them run it. Discovery is done by the hart that found the code hot, the rest by one thread in the
 * background; or all of it at once, where a run must repeat.
 */
public final class Translator {
    /** HotSpot does not compile methods of more than 8,000 bytecodes. */
    private static final int LONGEST_METHOD = 7_999;
    /** At first a region is to have about so many bytecodes; less, where the estimate was wrong. */
    private static final int LARGEST_REGION = 6_000;

    /** Bounds the host's memory: a region takes about 20 KB of it, compiled. */
    private static final int MOST_TRANSLATIONS = 8192;

    private static final int IDLE_SECONDS = 1;

    private final PhysicalMemory memory;
    private final long ramMask;
    private final Threshold threshold;
    /** Null to translate at once, on the hart's own thread. */
    private final ExecutorService background;

    /** By id, in the order in which they were installed. */
    private final Map<Integer, Translation> translations = new LinkedHashMap<>();
    private int lastId;
    private long classBytes;
    private long tooLong;
    /** The hart that counts for all. */
    private Execution reporter;

    private final Map<CodePage, List<Translation>> byPage = new HashMap<>();
    /** Translations of pages that have changed, to be forgotten. */
    private final Queue<Translation> invalid = new ConcurrentLinkedQueue<>();

    private final Set<Long> pending = new HashSet<>();
    /** Of addresses around which a region came out too long. */
    private final Map<Long, Integer> limits = new HashMap<>();

    private final AtomicLong epoch = new AtomicLong();

    /** @param inBackground whether harts go on while their code is translated */
    public Translator(PhysicalMemory memory, Threshold threshold, boolean inBackground) {
        this.memory = memory;
        this.threshold = threshold;
        this.ramMask = Long.highestOneBit(memory.size() - 1) * 2 - 1;
        this.background = inBackground ? background() : null;
    }

    private static ExecutorService background() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("kenari-translator").factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** The translated code of one hart. */
    public synchronized TranslatedCode attach(Internals hart) {
        Execution execution = new Execution(hart, this);
        if (reporter == null) {
            reporter = execution;
        }
        return execution;
    }

    /** What the harts share, if {@code execution} is the one that reports it. */
    synchronized Map<String, Long> counters(Execution execution) {
        if (execution != reporter) {
            return Map.of();
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("regions translated", (long) lastId);
        counts.put("regions in use", (long) translations.size());
        counts.put("guest instructions in them", translations.values().stream()
                .mapToLong(translation -> translation.members().length)
                .sum());
        counts.put("regions too long to compile", tooLong);
        counts.put("bytes of class files", classBytes);
        return counts;
    }

    Threshold threshold() {
        return threshold;
    }

    /** Changes whenever a translation that a hart may have found is no more to be used. */
    long epoch() {
        return epoch.get();
    }

    /** The translation that a page's {@link CodePage#ENTRY} names; null if it is gone. */
    synchronized Translation translation(int id) {
        Translation translation = translations.get(id);
        return translation != null && translation.valid() ? translation : null;
    }

    /** Has the code around {@code pc} translated; false if there is nothing to translate, for now. */
    boolean request(long pc, Discovery.Source source, Discovery discovery) {
        synchronized (this) {
            if (!pending.add(pc)) {
                return true;
            }
        }
        Translation translation = discover(pc, source, discovery);
        if (translation == null) {
            finished(pc);
            return false;
        }
        if (background == null) {
            translate(pc, translation);
        } else {
            background.execute(() -> translate(pc, translation));
        }
        return true;
    }

    private synchronized Translation discover(long pc, Discovery.Source source, Discovery discovery) {
        forgetInvalid();
        return discovery.discover(pc, source, this, limits.getOrDefault(pc, LARGEST_REGION));
    }

    private synchronized void finished(long pc) {
        pending.remove(pc);
    }

    private void translate(long pc, Translation translation) {
        try {
            byte[] bytes = RegionWriter.write(translation.graph(), translation.graph().isTightLoop(), ramMask);
            if (codeLength(bytes) <= LONGEST_METHOD) {
                install(translation, define(bytes), bytes.length);
            } else {
                translation.retire();
                shrink(pc);
            }
        } finally {
            finished(pc);
        }
    }

    /** The next region at {@code pc} is to be smaller. */
    private synchronized void shrink(long pc) {
        if (limits.size() >= MOST_TRANSLATIONS) {
            limits.clear();
        }
        tooLong++;
        limits.put(pc, limits.getOrDefault(pc, LARGEST_REGION) * 2 / 3);
    }

    private static int codeLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(method -> method.methodName().equalsString("run"))
                .mapToInt(method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength())
                .sum();
    }

    private Region define(byte[] bytes) {
        try {
            Class<?> defined = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(bytes, memory.segment(), true)
                    .lookupClass();
            return (Region) defined.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a region's class is wrong", e);
        }
    }

    private synchronized void install(Translation translation, Region region, int bytes) {
        classBytes += bytes;
        if (!translation.valid()) {
            return;
        }
        List<Translation> superseded = translation.superseded();
        if (translations.size() >= MOST_TRANSLATIONS) {
            evict();
        }
        translations.put(++lastId, translation);
        for (Translation.Page page : translation.pages()) {
            byPage.computeIfAbsent(page.page(), key -> new ArrayList<>()).add(translation);
        }
        for (Translation old : superseded) {
            old.retire();
            forget(old);
        }
        translation.install(lastId, region);
        epoch.incrementAndGet();
    }

    /** Makes room: the oldest half goes, and its classes with it once no hart runs them. What is hot is translated again. */
    private void evict() {
        List<Translation> oldest = translations.values().stream().limit(MOST_TRANSLATIONS / 2).toList();
        for (Translation old : oldest) {
            old.retire();
            forget(old);
        }
    }

    private void forget(Translation translation) {
        for (Translation.Page page : translation.pages()) {
            List<Translation> of = byPage.get(page.page());
            if (of != null && of.remove(translation) && of.isEmpty()) {
                byPage.remove(page.page());
            }
        }
        translations.remove(translation.id());
        epoch.incrementAndGet();
    }

    /** A page of {@code translation} has changed. Called with the page's monitor, so takes none of our own. */
    void invalidated(Translation translation) {
        epoch.incrementAndGet();
        invalid.add(translation);
    }

    private void forgetInvalid() {
        for (Translation translation = invalid.poll(); translation != null; translation = invalid.poll()) {
            translation.retire();
            forget(translation);
        }
    }

    /** The translations made of any of {@code pages}, whose middle one is at index {@code middle}, with their distances set. */
    synchronized List<Translation> neighbours(CodePage[] pages, int middle) {
        List<Translation> found = new ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            for (Translation translation : byPage.getOrDefault(pages[i], List.of())) {
                if (!found.contains(translation) && translation.valid() && placed(translation, pages, middle)) {
                    found.add(translation);
                }
            }
        }
        return found;
    }

    /** Whether all pages of {@code translation} are in the window, as far from each other as in the translation. */
    private static boolean placed(Translation translation, CodePage[] pages, int middle) {
        Integer distance = null;
        for (Translation.Page page : translation.pages()) {
            int at = Arrays.asList(pages).indexOf(page.page());
            if (at < 0 || distance != null && distance != at - middle - page.distance()) {
                return false;
            }
            distance = at - middle - page.distance();
        }
        translation.setDistance(distance == null ? 0 : distance);
        return distance != null;
    }
}
