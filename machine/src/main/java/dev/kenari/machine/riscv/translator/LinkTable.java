package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.mmu.Tlb;
import java.util.Arrays;

/**
 * Where translated code begins in one address space, as one hart knows it: by virtual address, hashed with linear probing. Nothing is displaced:
 * two hot functions at one place would cost each call of either a search.
 */
final class LinkTable {
    private static final int SMALLEST = 1 << 9;
    /** One that has more begins anew: a program can have the same code at any number of addresses. */
    private static final int LARGEST = 1 << 17;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /**
     * @param region {@link Region#NONE} if the interpreter goes on at {@code pc}
     * @param base of the region; of none, how many regions had been installed when it was found out
     */
    record Link(long pc, Region region, long base, int entry) {}

    /** Initialised with the class: compiled code that meets a class not yet loaded is thrown away. */
    private static final Link NOWHERE = new Link(-1, Region.NONE, 0, 0);

    private Link[] links;
    private int shift;
    private int count;
    private long epoch;

    LinkTable() {
        clear(SMALLEST);
    }

    private void clear(int size) {
        links = new Link[size];
        Arrays.fill(links, NOWHERE);
        shift = Long.numberOfLeadingZeros(size) + 1;
        count = 0;
    }

    /** The table of {@code tlb}'s address space, empty if a region has gone since {@code epoch}. */
    static LinkTable of(Tlb tlb, long epoch) {
        LinkTable table = (LinkTable) tlb.links();
        if (table == null) {
            table = new LinkTable();
            tlb.setLinks(table);
        } else if (table.epoch != epoch) {
            table.clear(table.links.length);
        }
        table.epoch = epoch;
        return table;
    }

    static Link absent(long pc, long installed) {
        return new Link(pc, Region.NONE, installed, 0);
    }

    /** Null if nothing is known of {@code pc}. */
    Link find(long pc) {
        Link link = links[slot(pc)];
        return link == NOWHERE ? null : link;
    }

    void add(Link link) {
        int slot = slot(link.pc);
        if (links[slot] == NOWHERE && ++count > links.length / 2) {
            grow();
            count++;
            slot = slot(link.pc);
        }
        links[slot] = link;
    }

    private void grow() {
        Link[] old = links;
        clear(Math.min(old.length * 2, LARGEST));
        for (Link known : old) {
            if (known != NOWHERE && old.length < LARGEST) {
                links[slot(known.pc)] = known;
                count++;
            }
        }
    }

    /** Where {@code pc} is, or would be. */
    private int slot(long pc) {
        int at = (int) (pc * GOLDEN >>> shift);
        while (links[at].pc != pc && links[at] != NOWHERE) {
            at = at + 1 & links.length - 1;
        }
        return at;
    }
}
