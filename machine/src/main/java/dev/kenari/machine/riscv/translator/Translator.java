package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.CodeProfile;
import dev.kenari.machine.riscv.Threshold;
import dev.kenari.machine.riscv.TranslatorConfiguration;
import dev.kenari.machine.riscv.interpreter.CodePage;
import dev.kenari.machine.riscv.interpreter.Internals;
import dev.kenari.machine.riscv.interpreter.TranslatedCode;
import dev.kenari.machine.riscv.isa.Disassembler;
import dev.kenari.machine.riscv.mmu.Tlb;
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
    /**
     * At first a region is to have about so many bytecodes; less, where the estimate was wrong. C2's time grows faster than a method: with three
     * times as many, programs of some size take a third longer to be at full speed, and are no faster then.
     */
    private static final int LARGEST_REGION = 2_200;
    /** A loop is worth more. */
    private static final int LARGEST_LOOP = 6_000;

    /** Addresses whose regions are to be smaller. */
    private static final int MOST_LIMITS = 8192;

    private static final int IDLE_SECONDS = 1;
    private static final int[] NOTHING = {};

    private final PhysicalMemory memory;
    private final long ramMask;
    private final TranslatorConfiguration configuration;
    /** Null to translate at once, on the hart's own thread. */
    private final ExecutorService background;

    /** By id, in the order in which they were installed. */
    private final Map<Integer, Translation> translations = new LinkedHashMap<>();
    private int lastId;
    private volatile long installed;
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

    public Translator(PhysicalMemory memory, TranslatorConfiguration configuration) {
        this.memory = memory;
        this.configuration = configuration;
        this.ramMask = Long.highestOneBit(memory.size() - 1) * 2 - 1;
        this.background = configuration.background() ? background() : null;
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
        counts.put("regions superseded, evicted or of changed code", (long) lastId - translations.size());
        return counts;
    }

    /** What earlier runs know of {@code page}; null if nothing. */
    CodeProfile.Page known(CodePage page) {
        CodeProfile profile = configuration.profile();
        return profile == CodeProfile.NONE ? null : profile.page(page.fingerprint());
    }

    /** The slots of {@code page} around which earlier runs translated. */
    int[] expected(CodePage page) {
        CodeProfile.Page known = known(page);
        return known == null ? NOTHING : known.hot().stream().mapToInt(slot -> slot).toArray();
    }

    Threshold threshold() {
        return configuration.threshold();
    }

    /** Changes whenever a translation that a hart may have found is no more to be used. */
    long epoch() {
        return epoch.get();
    }

    /** How many regions there have been: what was not translated may be, once this changes. */
    long installed() {
        return installed;
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
        int limit = limits.getOrDefault(pc, LARGEST_LOOP);
        return discovery.discover(pc, source, this, Math.min(limit, LARGEST_REGION), limit);
    }

    private synchronized void finished(long pc) {
        pending.remove(pc);
    }

    private void translate(long pc, Translation translation) {
        try {
            boolean listed = configuration.log() != null;
            byte[] bytes = RegionWriter.write(translation.graph(), ramMask, listed);
            boolean fits = codeLength(bytes) <= LONGEST_METHOD;
            if (listed) {
                configuration.log().accept(describe(pc, translation, bytes, fits));
            }
            if (fits) {
                Region region = define(bytes);
                if (configuration.profile() != CodeProfile.NONE) {
                    translation.note((int) (pc & ~Tlb.PAGE_MASK), configuration.profile());
                }
                install(translation, region, bytes.length);
            } else {
                translation.retire();
                shrink(pc);
            }
        } finally {
            finished(pc);
        }
    }

    private static String describe(long pc, Translation translation, byte[] bytes, boolean fits) {
        long base = pc & Tlb.PAGE_MASK;
        return "region at %x: %d instructions in %d blocks of %d pages, %d bytecodes%s\n"
                        .formatted(
                                pc,
                                translation.members().length,
                                translation.graph().blocks().size(),
                                translation.pages().size(),
                                codeLength(bytes),
                                fits ? "" : ": too many")
                + RegionListing.of(bytes, offset -> {
                    long address = base + offset;
                    return "%x  %s".formatted(address, Disassembler.disassemble(translation.bits(offset), address));
                });
    }

    /** The next region at {@code pc} is to be smaller. */
    private synchronized void shrink(long pc) {
        if (limits.size() >= MOST_LIMITS) {
            limits.clear();
        }
        tooLong++;
        limits.put(pc, limits.getOrDefault(pc, LARGEST_LOOP) * 2 / 3);
    }

    /** Of the longest method. */
    private static int codeLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .mapToInt(method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength())
                .max()
                .orElseThrow();
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
        if (translations.size() >= configuration.mostRegions()) {
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
        installed = lastId;
    }

    /** Makes room: the oldest half goes, and its classes with it once no hart runs them. What is hot is translated again. */
    private void evict() {
        List<Translation> oldest = translations.values().stream().limit(configuration.mostRegions() / 2).toList();
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
