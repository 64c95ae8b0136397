package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.riscv.isa.Extension;
import dev.kenari.machine.riscv.isa.Op;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random program as assembly: functions that call, loop, branch, fault, patch and trap, over the {@link Layout}. It always
 * ends, after about as many instructions as it was told.
 */
final class RandomRegions {
    private static final int[] COUNTS = {1, 2, 3, 7, 20, 60, 200, 1000, 5000, 40_000};
    /** How often the whole program is run, for what its supervisor does in between. */
    private static final int[] ROUNDS = {1, 5, 20, 60, 200};

    private static final int MAX_LOOPS = 3;
    private static final int MAX_DEPTH = 5;

    /** Text and the instructions that one pass through it executes, roughly. */
    private record Block(String text, long cost) {}

    private final Random random;
    private final boolean interrupts;
    private final boolean counters;
    private final RandomUnits units;
    private final RandomAccesses accesses;
    private final List<Long> costs = new ArrayList<>();
    private int depth;
    private int labels;
    private int functions;
    /** The function that is being written; those with a smaller number may call it. */
    private int function;

    /**
     * @param interrupts whether interrupts will drop reservations: then programs use LR and SC in loops only
     * @param counters whether what is read from cycle, time and instret is compared
     */
    RandomRegions(Random random, boolean interrupts, boolean counters) {
        this.random = random;
        this.interrupts = interrupts;
        this.counters = counters;
        Set<Op> ops = EnumSet.allOf(Op.class);
        ops.removeIf(op -> op.extension() == Extension.PRIVILEGED);
        ops.removeAll(EnumSet.of(Op.ECALL, Op.EBREAK, Op.C_EBREAK));
        if (interrupts) {
            ops.removeAll(EnumSet.of(Op.LR_W, Op.LR_D));
        }
        units = new RandomUnits(random, ops, Layout.FIRST_RESERVED, true);
        accesses = new RandomAccesses(random);
    }

    /** A program of about {@code budget} instructions; it ends at the ecall {@code exit}. */
    String program(long budget) {
        functions = 1 + random.nextInt(6);
        StringBuilder text = new StringBuilder();
        for (function = functions; function > 0; function--) {
            text.insert(0, function(Math.max(50, budget / 200)));
        }
        function = 0;
        int rounds = ROUNDS[random.nextInt(ROUNDS.length)];
        Block main = block(0, budget / rounds, 3 + random.nextInt(8));
        return "li x23,%d\nmain: %saddi x23,x23,-1\nbeqz x23,exit\nj main\nexit: ecall\n".formatted(rounds, main.text) + text;
    }

    /** One content of the overlay page: leaf functions at {@link Layout#ENTRY_SIZE} from each other. */
    String overlay() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Layout.ENTRIES; i++) {
            text.append(".balign ").append(Layout.ENTRY_SIZE).append('\n');
            for (int n = random.nextInt(5); n >= 0; n--) {
                text.append(unit().text);
            }
            // A unit may write ra; the caller left it below the stack.
            text.append("addi x27,x27,").append(random.nextInt(2000)).append("\nld ra,-8(sp)\nret\n");
        }
        return text.toString();
    }

    private String function(long budget) {
        Block body = block(0, budget, 1 + random.nextInt(4));
        StringBuilder text = new StringBuilder("f" + function + ": ");
        if (random.nextInt(3) == 0) {
            text.append("c.addi16sp sp,-48\nc.sdsp ra,0(sp)\nc.sdsp x20,8(sp)\nc.sdsp x21,16(sp)\nc.sdsp x22,24(sp)\n");
        } else {
            text.append("addi sp,sp,-48\nsd ra,0(sp)\nsd x20,8(sp)\nsd x21,16(sp)\nsd x22,24(sp)\n");
        }
        text.append("sd x18,32(sp)\n").append(body.text);
        text.append("ld ra,0(sp)\nld x20,8(sp)\nld x21,16(sp)\nld x22,24(sp)\nld x18,32(sp)\naddi sp,sp,48\n");
        if (function < functions && random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? "j f" : "tail f").append(function + 1).append('\n');
            costs.addFirst(body.cost + 12 + costs.getFirst());
            return text.toString();
        }
        if (random.nextInt(3) == 0) {
            // Every call is followed by an instruction that may be skipped.
            text.append("andi x28,x27,1\nslli x28,x28,2\nadd ra,ra,x28\n");
        }
        text.append(random.nextInt(3) == 0 ? "c.jr ra\n" : "ret\n");
        costs.addFirst(body.cost + 16);
        return text.toString();
    }

    private Block block(int loops, long budget, int statements) {
        StringBuilder text = new StringBuilder();
        long cost = 0;
        depth++;
        for (int i = 0; i < statements; i++) {
            Block next = statement(loops, Math.max(0, budget - cost));
            text.append(next.text);
            cost += next.cost;
        }
        depth--;
        return new Block(text.toString(), cost);
    }

    private Block statement(int loops, long budget) {
        int kind = random.nextInt(100);
        if (depth > MAX_DEPTH && kind < 39) {
            return unit();
        }
        if (kind < 16 && loops < MAX_LOOPS && budget > 100) {
            return loop(loops, budget);
        }
        if (kind < 26) {
            return branch(loops, budget);
        }
        if (kind < 36 && function < functions) {
            Block call = call();
            return call.cost <= budget ? call : unit();
        }
        if (kind < 39) {
            return switchOver(loops, budget);
        }
        if (kind < 44) {
            return overlayCall();
        }
        if (kind < 46) {
            return patch();
        }
        if (kind < 48 && budget > 2000) {
            return recursion(budget);
        }
        if (kind < 50 && function < functions && costs.getFirst() < budget) {
            return escape();
        }
        if (kind < 52) {
            return new Block(reservationLoop(), 8);
        }
        if (kind < 54) {
            return trap();
        }
        if (kind < 56) {
            return raise();
        }
        if (kind < 60 && loops < MAX_LOOPS && budget > 500) {
            return walk(loops, budget);
        }
        return kind < 75 ? new Block(accesses.anywhere(), 3) : unit();
    }

    private Block unit() {
        List<String> lines = Listing.lines(units.next());
        return new Block(String.join("\n", lines) + "\n", lines.size());
    }

    private Block loop(int loops, long budget) {
        Block body = block(loops + 1, budget / 3, 1 + random.nextInt(4));
        long count = count(budget / (body.cost + 2));
        int counter = 20 + loops;
        String top = label();
        String end = label();
        String text = body.text;
        if (random.nextInt(3) == 0) {
            // Leaves in the middle, or goes on with the next round early.
            String to = random.nextBoolean() ? end : top + "n";
            text += "andi x28,x27,%d\nbeqz x28,%s\n".formatted(63, to) + unit().text;
        }
        String x = "x" + counter;
        text = switch (random.nextInt(3)) {
            case 0 -> "li %s,%d\n%s: %s%sn: addi %s,%s,-1\n".formatted(x, count, top, text, top, x, x)
                    + back("bnez " + x, "beqz " + x, top, text) + end + ":\n";
            case 1 -> "li %s,%d\n%s: bnez %s,%si\nj %s\n%si: %s%sn: addiw %s,%s,-1\nj %s\n%s:\n"
                    .formatted(x, count, top, x, top, end, top, text, top, x, x, top, end);
            default -> "li %s,0\n%s: %s%sn: c.addi %s,1\nli x28,%d\n".formatted(x, top, text, top, x, count)
                    + back("blt " + x + ",x28", "bge " + x + ",x28", top, text) + end + ":\n";
        };
        return new Block(text, count * (body.cost + 3));
    }

    /** A conditional branch back to {@code top}, over a jump if {@code body} may be too long for it. */
    private String back(String condition, String opposite, String top, String body) {
        return body.length() < 6000
                ? condition + "," + top + "\n"
                : opposite + "," + top + "x\nj " + top + "\n" + top + "x:\n";
    }

    /** A loop over the data, which crosses pages. */
    private Block walk(int loops, long budget) {
        int step = List.of(1, 2, 3, 4, 8, 12, 16, 64, 100, 2040).get(random.nextInt(10));
        int size = Layout.DATA_PAGES * Layout.PAGE;
        int start = random.nextInt(size - 64);
        long count = Math.clamp((size - start) / step, 1, Math.max(1, budget / 12));
        int counter = 20 + loops;
        String top = label();
        StringBuilder text = new StringBuilder("li x18,%d\nli x%d,%d\n%s: ".formatted(Layout.DATA + start, counter, count, top));
        int accessed = 1 + random.nextInt(3);
        for (int i = 0; i < accessed; i++) {
            text.append(accesses.at(18, random.nextInt(48)));
        }
        if (random.nextBoolean()) {
            text.append(unit().text);
        }
        text.append("addi x18,x18,%d\naddi x%d,x%d,-1\nbgtz x%d,%s\n".formatted(step, counter, counter, counter, top));
        return new Block(text.toString(), count * 12);
    }

    private Block branch(int loops, long budget) {
        String otherwise = label();
        String end = label();
        Block first = block(loops, budget / 2, 1 + random.nextInt(2));
        Block second = block(loops, budget / 2, random.nextInt(2));
        String condition = switch (random.nextInt(5)) {
            case 0 -> "andi x28,x27," + (1 << random.nextInt(6)) + "\nbeqz x28,";
            case 1 -> "c.mv x8,x27\nc.andi x8,3\nc.bnez x8,";
            case 2 -> "bltu x" + random.nextInt(18) + ",x27,";
            case 3 -> "bge x" + random.nextInt(18) + ",x" + random.nextInt(18) + ",";
            default -> "li x28," + (1L << 60) + "\nbgt x27,x28,";
        };
        // Conditional branches do not reach far.
        String near = label();
        String taken = label();
        String text = condition + taken + "\nj " + near + "\n" + taken + ": j " + otherwise + "\n" + near + ": " + first.text
                + "j " + end + "\n" + otherwise + ": " + second.text + end + ":\n";
        return new Block(text, Math.max(first.cost, second.cost) + 4);
    }

    private Block switchOver(int loops, long budget) {
        String table = label();
        String end = label();
        StringBuilder text = new StringBuilder(
                "andi x28,x27,3\nslli x28,x28,3\nla x29,%s\nadd x29,x29,x28\nld x29,0(x29)\njr x29\n".formatted(table));
        text.append(".balign 8\n").append(table).append(": ");
        StringBuilder cases = new StringBuilder();
        long cost = 0;
        for (int i = 0; i < 4; i++) {
            String label = label();
            text.append(".dword ").append(label).append('\n');
            Block body = block(loops, budget / 4, 1);
            cases.append(label).append(": ").append(body.text).append("j ").append(end).append('\n');
            cost = Math.max(cost, body.cost);
        }
        return new Block(text.append(cases).append(end).append(":\n").toString(), cost + 9);
    }

    private Block call() {
        int callee = function + 1 + random.nextInt(functions - function);
        long cost = costs.get(callee - function - 1);
        String skipped = "addi x27,x27,1\n";
        return switch (random.nextInt(5)) {
            case 0 -> new Block("la x29,f%d\njalr ra,0(x29)\n".formatted(callee) + skipped, cost);
            case 1 -> new Block("call f" + callee + "\n" + skipped, cost);
            case 2 -> {
                // Through a table of two, by the mix.
                int other = function + 1 + random.nextInt(functions - function);
                String table = label();
                String over = label();
                yield new Block(
                        "j %s\n.balign 8\n%s: .dword f%d\n.dword f%d\n".formatted(over, table, callee, other)
                                + over + ": andi x28,x27,8\nla x29,%s\nadd x29,x29,x28\nld x29,0(x29)\nc.jalr x29\n".formatted(table)
                                + skipped,
                        Math.max(cost, costs.get(other - function - 1)) + 7);
            }
            default -> new Block("jal f" + callee + "\n" + skipped, cost);
        };
    }

    private Block overlayCall() {
        long entry = Layout.OVERLAY + (long) random.nextInt(Layout.ENTRIES) * Layout.ENTRY_SIZE;
        String back = label();
        return new Block("la ra,%s\nsd ra,-8(sp)\nli x29,%d\njalr ra,0(x29)\n%s:\n".formatted(back, entry, back), 30);
    }

    /** Writes one of two instructions into a function and calls it after a fence.i. */
    private Block patch() {
        String patched = label();
        String words = label();
        String over = label();
        int rd = 5 + random.nextInt(12);
        return new Block(
                """
                j %1$s
                .balign 4
                %2$s: addi x%4$d,x%4$d,1
                ret
                %3$s: xori x%4$d,x%4$d,-1
                addi x27,x27,77
                %1$s: andi x28,x27,4
                la x29,%3$s
                add x28,x28,x29
                lw x28,0(x28)
                la x29,%2$s
                sw x28,0(x29)
                fence.i
                jal %2$s
                """.formatted(over, patched, words, rd),
                14);
    }

    /** A function that calls itself, once or twice, as deep as x19 says. */
    private Block recursion(long budget) {
        String self = label();
        String base = label();
        String over = label();
        boolean twice = random.nextBoolean();
        Block body = unit();
        int depth = twice ? 1 + random.nextInt(budget > 50_000 ? 10 : 5) : 1 + random.nextInt((int) Math.min(budget / 20, 600));
        String again = "addi x19,x19,-1\njal " + self + "\n";
        String text = "li x19,%d\njal %s\nj %s\n%s: beqz x19,%s\n".formatted(depth, self, over, self, base)
                + "addi sp,sp,-16\nsd ra,0(sp)\nsd x19,8(sp)\n" + again
                + (twice ? "ld x19,8(sp)\n" + again : "") + body.text
                + "ld ra,0(sp)\nld x19,8(sp)\naddi sp,sp,16\n" + base + ": ret\n" + over + ":\n";
        return new Block(text, (twice ? 1L << depth + 1 : depth) * (body.cost + 12));
    }

    /** A call that {@link #raise} may leave from any depth. */
    private Block escape() {
        String resume = label();
        return new Block(
                """
                li x29,%1$d
                ld x28,0(x29)
                addi sp,sp,-48
                sd x28,0(sp)
                la x28,%2$s
                sd x28,8(sp)
                sd x20,16(sp)
                sd x21,24(sp)
                sd x22,32(sp)
                sd x18,40(sp)
                sd sp,0(x29)
                jal f%3$d
                addi x27,x27,1
                %2$s: li x29,%1$d
                ld sp,0(x29)
                ld x28,0(sp)
                sd x28,0(x29)
                ld x20,16(sp)
                ld x21,24(sp)
                ld x22,32(sp)
                ld x18,40(sp)
                addi sp,sp,48
                """.formatted(Layout.CONTROL, resume, function + 1),
                costs.getFirst() + 22);
    }

    /** Sometimes a jump out of all calls since the innermost {@link #escape}. */
    private Block raise() {
        String over = label();
        return new Block(
                """
                andi x28,x27,12
                bnez x28,%1$s
                li x29,%2$d
                ld x28,0(x29)
                beqz x28,%1$s
                c.mv sp,x28
                ld x29,8(sp)
                c.jr x29
                %1$s:
                """.formatted(over, Layout.CONTROL),
                8);
    }

    private String reservationLoop() {
        String again = label();
        String size = random.nextBoolean() ? "d" : "w";
        String ordering = List.of("", ".aq", ".rl", ".aqrl").get(random.nextInt(4));
        return "li x29,%d\n%s: lr.%s%s x28,(x29)\nadd x28,x28,x%d\nsc.%s x28,x28,(x29)\nbnez x28,%s\n"
                .formatted(accesses.place(8), again, size, ordering, random.nextInt(18), size, again);
    }

    private Block trap() {
        return new Block(
                switch (random.nextInt(counters ? 9 : 7)) {
                    case 0 -> "ebreak\n";
                    case 1 -> "c.ebreak\n";
                    case 2 -> ".4byte 0x" + List.of("ffffffff", "10500073", "10002573", "0000100b").get(random.nextInt(4)) + "\n";
                    case 3 -> "csrwi frm,%d\nfadd.d f1,f2,f3\nfmul.s f1,f2,f3,rup\ncsrwi frm,%d\n"
                            .formatted(5 + random.nextInt(3), random.nextInt(5));
                    case 7 -> "rdinstret x28\nadd x27,x27,x28\n";
                    case 8 -> "rdcycle x28\nrdtime x29\nadd x27,x27,x28\nxor x27,x27,x29\n";
                    default -> "ecall\n";
                },
                4);
    }

    private int count(long limit) {
        int largest = 0;
        while (largest + 1 < COUNTS.length && COUNTS[largest + 1] <= limit) {
            largest++;
        }
        // The hottest that the budget allows as often as any other.
        int at = random.nextBoolean() ? largest : random.nextInt(largest + 1);
        return COUNTS[at] + random.nextInt(COUNTS[at]);
    }

    private String label() {
        return "l" + labels++;
    }
}
