package dev.kenari.machine.riscv.fuzz;

import java.util.List;
import java.util.Random;

/** Random loads, stores and atomics on the pages of the {@link Layout} that fault. */
final class RandomAccesses {
    private static final List<String> LOADS = List.of("lb", "lbu", "lh", "lhu", "lw", "lwu", "ld");
    private static final List<String> STORES = List.of("sb", "sh", "sw", "sd");
    private static final List<String> ATOMICS = List.of(
            "amoswap", "amoadd", "amoxor", "amoand", "amoor", "amomin", "amomax", "amominu", "amomaxu");

    private final Random random;

    RandomAccesses(Random random) {
        this.random = random;
    }

    /** Some accesses near one place. */
    String anywhere() {
        StringBuilder text = new StringBuilder("li x29," + place(1) + "\n");
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(at(29, random.nextInt(5) == 0 ? random.nextInt(4096) - 2048 : random.nextInt(64)));
        }
        return text.toString();
    }

    /** An address in pages that fault, a multiple of {@code alignment}; often near a page's end. Not RAM if unaligned only. */
    long place(int alignment) {
        long page = switch (random.nextInt(8)) {
            case 0 -> Layout.ALIAS;
            case 1 -> Layout.FAR + (long) random.nextInt(Layout.FAR_PAGES) * Layout.PAGE;
            case 2 -> alignment == 1 && random.nextInt(4) == 0 ? Layout.DEVICE : Layout.DATA;
            default -> Layout.DATA + (long) random.nextInt(Layout.DATA_PAGES) * Layout.PAGE;
        };
        int offset = random.nextInt(4) == 0 ? Layout.PAGE - 1 - random.nextInt(40) : random.nextInt(Layout.PAGE);
        return page + (offset & -alignment);
    }

    /** One access at {@code offset} from a register; the offset is left out where there can be none. */
    String at(int register, int offset) {
        int x = 5 + random.nextInt(13);
        String operands = " x%d,%d(x%d)\n".formatted(x, offset, register);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> LOADS.get(random.nextInt(LOADS.size())) + operands + (random.nextBoolean() ? mix(x) : "");
            case 4, 5, 6, 7 -> STORES.get(random.nextInt(STORES.size())) + operands;
            case 8 -> (random.nextBoolean() ? "fld" : "flw") + operands.replaceFirst("x", "f");
            case 9 -> (random.nextBoolean() ? "fsd" : "fsw") + operands.replaceFirst("x", "f");
            case 10 -> random.nextInt(4) == 0 ? "cbo.zero (x" + register + ")\n" : compressed(register, offset & 0x38);
            default -> atomic(register, x);
        };
    }

    private String atomic(int register, int x) {
        boolean word = random.nextBoolean();
        // Mostly aligned.
        String align = random.nextInt(6) == 0 ? "" : "andi x28,x%d,-8\n".formatted(register);
        return "%s%s.%s x%d,x%d,(x%d)\n".formatted(
                align, ATOMICS.get(random.nextInt(ATOMICS.size())), word ? "w" : "d", x, random.nextInt(18),
                align.isEmpty() ? register : 28);
    }

    private String compressed(int register, int offset) {
        String op = List.of("c.ld", "c.sd", "c.lw", "c.sw").get(random.nextInt(4));
        return "mv x9,x%d\n%s x%d,%d(x9)\n".formatted(register, op, 10 + random.nextInt(6), offset);
    }

    private static String mix(int x) {
        return "xor x27,x27,x" + x + "\nmul x27,x27,x26\n";
    }
}
