package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.interpreter.CodePage;
import dev.kenari.machine.riscv.interpreter.Internals;
import dev.kenari.machine.riscv.interpreter.TranslatedCode;
import dev.kenari.machine.riscv.isa.Instruction;
import dev.kenari.machine.riscv.mmu.Tlb;
import dev.kenari.machine.riscv.softfloat.FloatStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** One hart's use of translated code: what regions see of the hart, how they find each other, and what they leave to others. */
final class Execution implements TranslatedCode {
    /** Java frames of regions that call each other; a deeper call leaves them all. */
    private static final int MAX_DEPTH = 64;
    /** When to ask again about code that could not be translated. */
    private static final int LATER = -1_000_000;

    /** The running program's registers, and the TLB of its address space, as regions use them. */
    Registers registers;

    long[] x;

    long[] f;
    long[] reads;
    long[] writes;
    /** Instructions left of the quantum. Regions count in a local and keep it here where they call or end. */
    int budget;
    /** Where a loop's method says that control goes, if that is none of its known ways out. */
    long target;

    private final Internals internals;
    private final Translator translator;
    private final Discovery discovery;
    private LinkTable links = new LinkTable();
    private int depth;
    private long entered;
    /** Why translated code was left for the interpreter: what comes next is not translated, an instruction trapped. */
    private long missed;

    private long trapped;
    private long linked;
    private long tooDeep;
    /** The {@link Site} of the last instruction that might trap. */
    private int trapSite;

    private Trap pending;

    Execution(Internals internals, Translator translator) {
        this.internals = internals;
        this.translator = translator;
        this.discovery = new Discovery(internals.jumps());
    }

    @Override
    public int hotAt(long retired) {
        return translator.threshold().at(retired);
    }

    @Override
    public int[] expected(CodePage page) {
        return translator.expected(page);
    }

    @Override
    public int expectedAt() {
        return translator.threshold().expected();
    }

    @Override
    public int hot(long pc) {
        CodePage page = internals.probe(pc);
        int slot = (int) (pc & ~Tlb.PAGE_MASK) >> 1;
        if (page == null || Instruction.code(page.slot(slot)) == CodePage.ENTRY) {
            return 0;
        }
        return translator.request(pc, internals::probe, discovery) ? 0 : LATER;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counts = new LinkedHashMap<>(translator.counters(this));
        counts.put("entries into translated code", entered);
        counts.put("exits to code that is not translated", missed);
        counts.put("exits by a trap", trapped);
        counts.put("exits at the end of a quantum", entered - missed - trapped);
        counts.put("calls too deep for the host's stack", tooDeep);
        counts.put("links from an address to a region", linked);
        return counts;
    }

    @Override
    public long run(Registers program, long pc, int left) {
        Tlb tlb = internals.mmu().tlb();
        registers = program;
        x = program.x;
        f = program.f;
        reads = tlb.reads;
        writes = tlb.writes;
        links = LinkTable.of(tlb, translator.epoch());
        budget = left;
        depth = 0;
        entered++;
        long at = pc;
        do {
            LinkTable.Link link = find(at);
            if (link == null) {
                missed++;
                return at;
            }
            at = link.region().run(this, link.base(), link.entry());
        } while (at != Region.TRAPPED && inBudget());
        if (at != Region.TRAPPED) {
            return at;
        }
        trapped++;
        return program.pc;
    }

    @Override
    public int budget() {
        return budget;
    }

    @Override
    public void throwTrap() throws Trap {
        Trap trap = pending;
        if (trap != null) {
            pending = null;
            throw trap;
        }
    }

    /**
     * A region calls the guest function at {@code target}, its registers in memory: runs until control comes to {@code back}.
     * Returns {@code back}, or where to go on if that can't be in translated code, or {@link Region#TRAPPED}.
     */
    long call(long target, long back) {
        if (!inBudget()) {
            return target;
        }
        if (depth == MAX_DEPTH) {
            tooDeep++;
            return target;
        }
        depth++;
        long at = target;
        do {
            LinkTable.Link link = find(at);
            if (link == null) {
                break;
            }
            at = link.region().run(this, link.base(), link.entry());
        } while (at != back && at != Region.TRAPPED && inBudget());
        depth--;
        return at;
    }

    /** Whether the quantum is not used up, or another follows at once. */
    private boolean inBudget() {
        if (budget <= 0) {
            budget = internals.nextQuantum(budget);
        }
        return budget > 0;
    }

    /** The end of a quantum in a loop: the next budget; 0 if the region must be left. */
    int poll(int left) {
        return internals.nextQuantum(left);
    }

    /** The translated code at {@code pc}; null if there is none. */
    private LinkTable.Link find(long pc) {
        LinkTable.Link link = links.find(pc);
        if (link == null || link.region() == Region.NONE && link.base() != translator.installed()) {
            link = link(pc);
        }
        return link == null || link.region() == Region.NONE ? null : link;
    }

    /** Finds out what translated code begins at {@code pc} in the current address space; null if none, as yet. */
    private LinkTable.Link link(long pc) {
        long[] slots = internals.mmu().tlb().fetched(pc);
        if (slots == null || Instruction.code(slots[(int) (pc & ~Tlb.PAGE_MASK) >> 1]) != CodePage.ENTRY) {
            return null;
        }
        LinkTable.Link link = resolve(pc);
        if (link != null) {
            internals.mmu().tlb().noteLinked(pc);
            links.add(link);
            linked++;
        }
        return link;
    }

    private LinkTable.Link resolve(long pc) {
        Tlb tlb = internals.mmu().tlb();
        CodePage page = internals.probe(pc);
        long slot = page == null ? 0 : page.slot((int) (pc & ~Tlb.PAGE_MASK) >> 1);
        Translation translation = translator.translation((int) (slot >> 32));
        if (translation == null) {
            return LinkTable.absent(pc, translator.installed());
        }
        long base = 0;
        for (Translation.Page p : translation.pages()) {
            if (p.page() == page) {
                base = (pc & Tlb.PAGE_MASK) - p.distance() * Tlb.PAGE_SIZE;
            }
        }
        int entry = translation.entry((int) (pc - base));
        if (entry < 0) {
            return LinkTable.absent(pc, translator.installed());
        }
        for (Translation.Page p : translation.pages()) {
            long address = base + p.distance() * Tlb.PAGE_SIZE;
            CodePage there = internals.probe(address);
            if (there == null) {
                return null;
            }
            tlb.noteLinked(address);
            if (there != p.page()) {
                return LinkTable.absent(pc, translator.installed());
            }
        }
        return new LinkTable.Link(pc, translation.region(), base, entry);
    }

    /** A load that the TLB has missed: any size and alignment, zero-extended. */
    long load(long address, int size, int site) throws Trap {
        trapSite = site;
        return internals.guestMemory().load(address, size);
    }

    void store(long address, long value, int size, int site) throws Trap {
        trapSite = site;
        internals.guestMemory().store(address, size, value);
    }

    /** Executes {@code instruction} on the registers in memory. */
    void execute(long instruction, long base, int site) throws Trap {
        trapSite = site;
        if (!internals.execute(instruction, registers)) {
            throw internals.illegal(base + Site.offset(site));
        }
    }

    /** The rounding mode that {@code field} of an instruction stands for. */
    int rounding(int field, long base, int site) throws Trap {
        if (field <= FloatStatus.RMM) {
            return field;
        }
        int mode = field == FloatStatus.DYNAMIC ? registers.fcsr >>> FloatStatus.FRM_SHIFT : field;
        if (mode > FloatStatus.RMM) {
            trapSite = site;
            throw internals.illegal(base + Site.offset(site));
        }
        return mode;
    }

    /** The region at {@code base}, whose countdown is at {@code left}, has trapped. */
    long trapped(Trap trap, long base, int left) {
        pending = trap;
        registers.pc = base + Site.offset(trapSite);
        budget = left + Site.after(trapSite);
        return Region.TRAPPED;
    }
}
