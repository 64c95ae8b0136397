package dev.kenari.machine.riscv.interpreter;

import static dev.kenari.machine.bus.PhysicalMemory.INT;
import static dev.kenari.machine.bus.PhysicalMemory.LONG;
import static dev.kenari.machine.bus.PhysicalMemory.SHORT;
import static dev.kenari.machine.riscv.isa.Instruction.code;
import static dev.kenari.machine.riscv.isa.Instruction.halfwords;
import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.mmu.Tlb.FETCH_MASK;
import static dev.kenari.machine.riscv.mmu.Tlb.INDEX_MASK;
import static dev.kenari.machine.riscv.mmu.Tlb.INDEX_SHIFT;
import static dev.kenari.machine.riscv.mmu.Tlb.PAGE_MASK;
import static dev.kenari.machine.riscv.mmu.Tlb.PAGE_SHIFT;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.isa.Decoder;
import dev.kenari.machine.riscv.isa.Instruction;
import dev.kenari.machine.riscv.mmu.Access;
import dev.kenari.machine.riscv.mmu.Mmu;
import dev.kenari.machine.riscv.mmu.Tlb;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * Executes a hart's U-mode code. What is frequent is in the one loop of {@link #loop}, which must stay under HotSpot's limit of
 * 8,000 bytecodes for methods that it compiles; the rest is a call to the extension's class.
 */
final class Interpreter implements Internals {
    /** Instructions between polls for interrupts. */
    private static final int QUANTUM = 4096;

    private static final int CBO_BLOCK = 64;

    /** x1, by which functions return. */
    private static final int RETURN_ADDRESS = 1;

    /** How often the targets of jumps were reached, by a hash of their addresses. */
    private static final int HEAT_ENTRIES = 1 << 14;

    private final PhysicalMemory memory;
    private final MemorySegment ram;
    private final Clock clock;
    private final Mmu mmu;
    private final Trap trap;
    private final Interrupts interrupts;
    private final CodeCache codeCache;
    private final GuestMemory guest;
    private final Rv64a atomics;
    private final Zicsr csrs;
    private final AcrossPages acrossPages = new AcrossPages();
    private final OneInstruction oneInstruction = new OneInstruction();
    private final IndirectJumps jumps = new IndirectJumps();
    private final int[] heat = new int[HEAT_ENTRIES];
    /** Null if nothing is translated. */
    private TranslatedCode translated;
    /** At this count a jump's target is hot; never reached without a translator. */
    private int hotAt = Integer.MAX_VALUE;

    private long retired;
    /** Instructions of the current quantum that {@link #retired} and the clock already count. */
    private int reported;

    private long trapValue;

    Interpreter(CodeCache codeCache, Mmu mmu, Trap trap, Clock clock, Interrupts interrupts) {
        this.codeCache = codeCache;
        this.memory = codeCache.memory();
        this.ram = memory.segment();
        this.clock = clock;
        this.mmu = mmu;
        this.trap = trap;
        this.interrupts = interrupts;
        this.guest = new GuestMemory(mmu, memory);
        this.atomics = new Rv64a(mmu, trap, memory);
        this.csrs = new Zicsr(clock);
    }

    void setTranslatedCode(TranslatedCode code) {
        translated = code;
    }

    /** What the translated code counts. */
    Map<String, Long> translatedCode() {
        return translated == null ? Map.of() : translated.counters();
    }

    long retired() {
        return retired;
    }

    long trapValue() {
        return trapValue;
    }

    /** Runs until a trap; the contract of {@link dev.kenari.machine.riscv.Hart#run}. */
    int run(Registers registers) {
        atomics.dropReservation();
        trapValue = 0;
        if (translated != null) {
            hotAt = translated.hotAt(retired);
        }
        int cause = interrupts.cause();
        if (cause != 0) {
            return cause;
        }
        if ((registers.pc & 1) != 0) {
            trapValue = registers.pc;
            return Cause.INSTRUCTION_MISALIGNED;
        }
        return loop(registers);
    }

    private int loop(Registers registers) {
        final int[] heat = this.heat;
        final int hotAt = this.hotAt;
        final MemorySegment ram = this.ram;
        final Tlb tlb = mmu.tlb();
        final long[] reads = tlb.reads;
        final long[] writes = tlb.writes;
        final long[] x = registers.x;
        long pc = registers.pc;
        long page = pc & PAGE_MASK;
        // The slot of the next instruction, within the page or, after a jump, anywhere.
        int i = (int) (pc - page) >> 1;
        int budget = QUANTUM;
        reported = 0;
        try {
            while (true) {
                if (budget <= 0) {
                    int cause = poll(budget);
                    if (cause != 0) {
                        registers.pc = page + ((long) i << 1);
                        return cause;
                    }
                    budget = QUANTUM;
                }
                pc = page + ((long) i << 1);
                page = pc & PAGE_MASK;
                i = (int) (pc - page) >> 1;
                int fetch = (int) (pc >>> PAGE_SHIFT) & FETCH_MASK;
                long[] slots = tlb.fetches[fetch] == page ? tlb.code[fetch] : fetchPage(pc);
                if (++heat[heatIndex(page, i)] >= hotAt) {
                    heat[heatIndex(page, i)] = translated.hot(pc);
                }
                running:
                while (true) {
                    long n = slots[i];
                    budget--;
                    taken:
                    {
                        switch (code(n)) {
                            case Opcode.ADDI -> x[rd(n)] = x[rs1(n)] + immediate(n);
                            case Opcode.ADD -> x[rd(n)] = x[rs1(n)] + x[rs2(n)];
                            case Opcode.SUB -> x[rd(n)] = x[rs1(n)] - x[rs2(n)];
                            case Opcode.LUI -> x[rd(n)] = immediate(n);
                            case Opcode.AUIPC -> x[rd(n)] = page + ((long) i << 1) + immediate(n);
                            case Opcode.XORI -> x[rd(n)] = x[rs1(n)] ^ immediate(n);
                            case Opcode.ORI -> x[rd(n)] = x[rs1(n)] | immediate(n);
                            case Opcode.ANDI -> x[rd(n)] = x[rs1(n)] & immediate(n);
                            case Opcode.XOR -> x[rd(n)] = x[rs1(n)] ^ x[rs2(n)];
                            case Opcode.OR -> x[rd(n)] = x[rs1(n)] | x[rs2(n)];
                            case Opcode.AND -> x[rd(n)] = x[rs1(n)] & x[rs2(n)];
                            case Opcode.SLLI -> x[rd(n)] = x[rs1(n)] << immediate(n);
                            case Opcode.SRLI -> x[rd(n)] = x[rs1(n)] >>> immediate(n);
                            case Opcode.SRAI -> x[rd(n)] = x[rs1(n)] >> immediate(n);
                            case Opcode.SLL -> x[rd(n)] = x[rs1(n)] << x[rs2(n)];
                            case Opcode.SRL -> x[rd(n)] = x[rs1(n)] >>> x[rs2(n)];
                            case Opcode.SRA -> x[rd(n)] = x[rs1(n)] >> x[rs2(n)];
                            case Opcode.SLTI -> x[rd(n)] = x[rs1(n)] < immediate(n) ? 1 : 0;
                            case Opcode.SLTIU -> x[rd(n)] = Long.compareUnsigned(x[rs1(n)], immediate(n)) < 0 ? 1 : 0;
                            case Opcode.SLT -> x[rd(n)] = x[rs1(n)] < x[rs2(n)] ? 1 : 0;
                            case Opcode.SLTU -> x[rd(n)] = Long.compareUnsigned(x[rs1(n)], x[rs2(n)]) < 0 ? 1 : 0;
                            case Opcode.ADDIW -> x[rd(n)] = (int) (x[rs1(n)] + immediate(n));
                            case Opcode.ADDW -> x[rd(n)] = (int) (x[rs1(n)] + x[rs2(n)]);
                            case Opcode.SUBW -> x[rd(n)] = (int) (x[rs1(n)] - x[rs2(n)]);
                            case Opcode.SLLIW -> x[rd(n)] = (int) x[rs1(n)] << (int) immediate(n);
                            case Opcode.SRLIW -> x[rd(n)] = (int) x[rs1(n)] >>> (int) immediate(n);
                            case Opcode.SRAIW -> x[rd(n)] = (int) x[rs1(n)] >> (int) immediate(n);
                            case Opcode.SLLW -> x[rd(n)] = (int) x[rs1(n)] << (int) x[rs2(n)];
                            case Opcode.SRLW -> x[rd(n)] = (int) x[rs1(n)] >>> (int) x[rs2(n)];
                            case Opcode.SRAW -> x[rd(n)] = (int) x[rs1(n)] >> (int) x[rs2(n)];
                            case Opcode.MUL -> x[rd(n)] = x[rs1(n)] * x[rs2(n)];
                            case Opcode.MULW -> x[rd(n)] = (int) (x[rs1(n)] * x[rs2(n)]);
                            // One access for each width: C2 inlines a dozen methods for every one.
                            case Opcode.LB, Opcode.LBU -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                long value = reads[e] == (a & PAGE_MASK)
                                        ? ram.get(ValueLayout.JAVA_BYTE, a + reads[e + 1])
                                        : guest.load(a, 1);
                                x[rd(n)] = code(n) == Opcode.LB ? (byte) value : value & 0xFF;
                            }
                            case Opcode.LH, Opcode.LHU -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                long value = reads[e] == (a + 1 & PAGE_MASK)
                                        ? ram.get(SHORT, a + reads[e + 1])
                                        : guest.load(a, 2);
                                x[rd(n)] = code(n) == Opcode.LH ? (short) value : value & 0xFFFF;
                            }
                            case Opcode.LW, Opcode.LWU -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                long value = reads[e] == (a + 3 & PAGE_MASK)
                                        ? ram.get(INT, a + reads[e + 1])
                                        : guest.load(a, 4);
                                x[rd(n)] = code(n) == Opcode.LW ? (int) value : value & 0xFFFF_FFFFL;
                            }
                            case Opcode.LD, Opcode.FLD -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                long[] to = code(n) == Opcode.LD ? x : registers.f;
                                to[rd(n)] = reads[e] == (a + 7 & PAGE_MASK)
                                        ? ram.get(LONG, a + reads[e + 1])
                                        : guest.load(a, 8);
                            }
                            case Opcode.SB -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                if (writes[e] == (a & PAGE_MASK)) {
                                    ram.set(ValueLayout.JAVA_BYTE, a + writes[e + 1], (byte) x[rs2(n)]);
                                } else {
                                    guest.store(a, 1, x[rs2(n)]);
                                }
                            }
                            case Opcode.SH -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                if (writes[e] == (a + 1 & PAGE_MASK)) {
                                    ram.set(SHORT, a + writes[e + 1], (short) x[rs2(n)]);
                                } else {
                                    guest.store(a, 2, x[rs2(n)]);
                                }
                            }
                            case Opcode.SW -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                if (writes[e] == (a + 3 & PAGE_MASK)) {
                                    ram.set(INT, a + writes[e + 1], (int) x[rs2(n)]);
                                } else {
                                    guest.store(a, 4, x[rs2(n)]);
                                }
                            }
                            case Opcode.SD, Opcode.FSD -> {
                                long a = x[rs1(n)] + immediate(n);
                                int e = index(a);
                                long value = code(n) == Opcode.SD ? x[rs2(n)] : registers.f[rs2(n)];
                                if (writes[e] == (a + 7 & PAGE_MASK)) {
                                    ram.set(LONG, a + writes[e + 1], value);
                                } else {
                                    guest.store(a, 8, value);
                                }
                            }
                            case Opcode.BEQ -> {
                                if (x[rs1(n)] == x[rs2(n)]) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.BNE -> {
                                if (x[rs1(n)] != x[rs2(n)]) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.BLT -> {
                                if (x[rs1(n)] < x[rs2(n)]) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.BGE -> {
                                if (x[rs1(n)] >= x[rs2(n)]) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.BLTU -> {
                                if (Long.compareUnsigned(x[rs1(n)], x[rs2(n)]) < 0) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.BGEU -> {
                                if (Long.compareUnsigned(x[rs1(n)], x[rs2(n)]) >= 0) {
                                    i += displacement(n);
                                    break taken;
                                }
                            }
                            case Opcode.JAL -> {
                                x[rd(n)] = page + ((long) (i + halfwords(n)) << 1);
                                i += displacement(n);
                                break taken;
                            }
                            case Opcode.JALR -> {
                                long target = x[rs1(n)] + immediate(n) & -2;
                                if (rd(n) == Instruction.SINK && rs1(n) != RETURN_ADDRESS) {
                                    jumps.note(page + ((long) i << 1), target);
                                }
                                x[rd(n)] = page + ((long) (i + halfwords(n)) << 1);
                                page = target & PAGE_MASK;
                                i = (int) (target - page) >> 1;
                                break running;
                            }
                            case Instruction.ILLEGAL -> {
                                if (n != 0) {
                                    throw trap.with(Cause.ILLEGAL_INSTRUCTION, immediate(n) & 0xFFFF_FFFFL);
                                }
                                budget++;
                                slots = decode(page + ((long) i << 1));
                                continue running;
                            }
                            case CodePage.ACROSS -> {
                                budget++;
                                slots = across(page, slots);
                                continue running;
                            }
                            case CodePage.PAGE_END -> {
                                budget++;
                                break running;
                            }
                            case CodePage.ENTRY -> {
                                pc = page + ((long) i << 1);
                                long next = translated.run(registers, pc, budget + 1);
                                budget = translated.budget();
                                page = next & PAGE_MASK;
                                i = (int) (next - page) >> 1;
                                translated.throwTrap();
                                if (next != pc) {
                                    break running;
                                }
                                slots = oneInstruction.slots(i, codePage(pc).original(i));
                                continue running;
                            }
                            case Opcode.ECALL -> throw trap.with(Cause.ECALL_FROM_U, 0);
                            case Opcode.FENCE_I -> {
                                codeCache.fence();
                                i += halfwords(n);
                                break running;
                            }
                            default -> {
                                if (!rare(n, registers, budget)) {
                                    throw illegal(page + ((long) i << 1));
                                }
                            }
                        }
                        i += halfwords(n);
                        continue running;
                    }
                    if (budget <= 0 || (i & -CodePage.SLOTS) != 0) {
                        break;
                    }
                    if (++heat[heatIndex(page, i)] >= hotAt) {
                        heat[heatIndex(page, i)] = translated.hot(page + ((long) i << 1));
                    }
                }
            }
        } catch (Trap t) {
            registers.pc = page + ((long) i << 1);
            trapValue = t.value();
            report(budget);
            return t.cause();
        }
    }

    private static int heatIndex(long page, int slot) {
        return (int) (page >>> 1) + slot & HEAT_ENTRIES - 1;
    }

    private static int index(long address) {
        return (int) (address >>> INDEX_SHIFT) & INDEX_MASK;
    }

    /** A branch's displacement in slots. */
    private static int displacement(long n) {
        return (int) (n >> 33);
    }

    @Override
    public boolean execute(long instruction, Registers registers) throws Trap {
        return rare(instruction, registers, 0);
    }

    /** Executes what the loop does not, {@code budget} instructions before the quantum's end; false if it is illegal in U-mode. */
    private boolean rare(long n, Registers registers, int budget) throws Trap {
        int code = code(n);
        long[] x = registers.x;
        if (code >= Opcode.LR_W && code <= Opcode.AMOMAXU_D) {
            atomics.execute(code, n, x);
            return true;
        }
        if (code >= Opcode.FMADD_D && code <= Opcode.FCVT_D_S) {
            return code == Opcode.FCVT_S_D ? Rv64f.execute(code, n, registers) : Rv64d.execute(code, n, registers);
        }
        if (code >= Opcode.FMADD_S && code < Opcode.FMADD_D) {
            return Rv64f.execute(code, n, registers);
        }
        if (code >= Opcode.SH1ADD && code <= Opcode.CZERO_NEZ) {
            Rv64b.execute(code, n, x);
            return true;
        }
        switch (code) {
            case Opcode.MULH, Opcode.MULHSU, Opcode.MULHU, Opcode.DIV, Opcode.DIVU, Opcode.REM, Opcode.REMU, Opcode.DIVW,
                    Opcode.DIVUW, Opcode.REMW, Opcode.REMUW -> x[rd(n)] = Rv64m.execute(code, x[rs1(n)], x[rs2(n)]);
            case Opcode.FLW -> registers.f[rd(n)] = guest.load(x[rs1(n)] + immediate(n), 4) | 0xFFFF_FFFFL << 32;
            case Opcode.FSW -> guest.store(x[rs1(n)] + immediate(n), 4, registers.f[rs2(n)]);
            case Opcode.FENCE, Opcode.FENCE_TSO -> VarHandle.fullFence();
            case Opcode.PAUSE -> Thread.onSpinWait();
            case Opcode.CBO_ZERO -> guest.zeroBlock(x[rs1(n)], CBO_BLOCK);
            case Opcode.EBREAK -> throw trap.with(Cause.BREAKPOINT, 0);
            case Opcode.CSRRW, Opcode.CSRRS, Opcode.CSRRC, Opcode.CSRRWI, Opcode.CSRRSI, Opcode.CSRRCI -> {
                // The instruction itself does not count yet.
                report(budget + 1);
                return csrs.execute(code, n, registers, retired);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Counts what the quantum has retired so far. */
    private void report(int budget) {
        int done = QUANTUM - budget - reported;
        retired += done;
        reported += done;
        clock.retired(done);
    }

    @Override
    public int nextQuantum(int budget) {
        report(budget);
        if (interrupts.cause() != 0) {
            // Nothing of the budget that is given up was used.
            reported = QUANTUM;
            return 0;
        }
        reported = 0;
        return QUANTUM;
    }

    /** The end of a quantum: the cause of a pending interrupt, or 0. */
    private int poll(int budget) {
        report(budget);
        reported = 0;
        return interrupts.cause();
    }

    @Override
    public Trap illegal(long pc) throws Trap {
        long physical = mmu.translate(pc, Access.FETCH);
        int bits = Short.toUnsignedInt(memory.getShort(physical));
        if (Decoder.length(bits) == 4) {
            long second = mmu.translate(pc + 2, Access.FETCH);
            bits |= memory.getShort(second) << 16;
        }
        return trap.with(Cause.ILLEGAL_INSTRUCTION, Integer.toUnsignedLong(bits));
    }

    @Override
    public CodePage probe(long address) {
        long physical = mmu.probeFetch(address);
        return physical == -1 ? null : codeCache.page(physical);
    }

    private CodePage codePage(long pc) throws Trap {
        CodePage page = codeCache.page(mmu.translate(pc, Access.FETCH));
        if (page == null) {
            throw mmu.accessFault(pc, Access.FETCH);
        }
        return page;
    }

    @Override
    public Mmu mmu() {
        return mmu;
    }

    @Override
    public IndirectJumps jumps() {
        return jumps;
    }

    @Override
    public GuestMemory guestMemory() {
        return guest;
    }

    private long[] fetchPage(long pc) throws Trap {
        CodePage page = codePage(pc);
        mmu.tlb().fillFetch(pc, page.slots);
        if (translated != null) {
            preheat(pc & PAGE_MASK, page);
        }
        return page.slots;
    }

    /** What earlier runs found hot needs fewer visits. */
    private void preheat(long address, CodePage page) {
        int visited = hotAt - translated.expectedAt();
        for (int slot : translated.expected(page)) {
            int index = heatIndex(address, slot);
            heat[index] = Math.max(heat[index], visited);
        }
    }

    /** Decodes the instruction at {@code pc}; returns the slots in which it is. */
    private long[] decode(long pc) throws Trap {
        int index = (int) (pc & ~PAGE_MASK) >> 1;
        CodePage page;
        do {
            page = codePage(pc);
        } while (page.slots[index] == 0 && !page.decode(index));
        mmu.tlb().fillFetch(pc, page.slots);
        return page.slots;
    }

    /** Slots whose last is the instruction that reaches from {@code page}, decoded in {@code first}, into the next page. */
    private long[] across(long page, long[] first) throws Trap {
        long next = page + Tlb.PAGE_SIZE;
        long[] found = acrossPages.find(page, first, mmu.tlb().fetched(next));
        if (found != null) {
            return found;
        }
        CodePage start;
        CodePage end;
        long instruction;
        do {
            start = codePage(next - 2);
            end = codePage(next);
            instruction = start.decodeAcross(end);
        } while (instruction == 0);
        mmu.tlb().fillFetch(page, start.slots);
        mmu.tlb().fillFetch(next, end.slots);
        return acrossPages.add(page, start.slots, end.slots, instruction);
    }
}
