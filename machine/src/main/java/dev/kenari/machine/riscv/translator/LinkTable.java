package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.mmu.Tlb;
import java.util.Arrays;

/** Where translated code begins in one address space, as one hart knows it: a direct-mapped cache by virtual address. */
final class LinkTable {
    private static final int ENTRIES = 1 << 12;

    /** @param region {@link Region#NONE} if the interpreter goes on at {@code pc} */
    record Link(long pc, Region region, long base, int entry) {}

    /** Initialised with the class: compiled code that meets a class not yet loaded is thrown away. */
    private static final Link NOWHERE = new Link(-1, Region.NONE, 0, 0);

    private final Link[] links = new Link[ENTRIES];
    private long epoch;

    /** The table of {@code tlb}'s address space, empty if something was invalidated since {@code epoch}. */
    static LinkTable of(Tlb tlb, long epoch) {
        LinkTable table = (LinkTable) tlb.links();
        if (table == null) {
            table = new LinkTable();
            Arrays.fill(table.links, NOWHERE);
            table.epoch = epoch;
            tlb.setLinks(table);
        } else if (table.epoch != epoch) {
            Arrays.fill(table.links, NOWHERE);
            table.epoch = epoch;
        }
        return table;
    }

    static Link absent(long pc) {
        return new Link(pc, Region.NONE, 0, 0);
    }

    Link find(long pc) {
        Link link = links[index(pc)];
        return link.pc == pc ? link : null;
    }

    void add(Link link) {
        links[index(link.pc)] = link;
    }

    private static int index(long pc) {
        return (int) (pc >>> 1) & ENTRIES - 1;
    }
}
