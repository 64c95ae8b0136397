package dev.kenari.machine.riscv.mmu;

import java.util.Arrays;

/**
 * The cached translations of one address space on one hart, direct-mapped by page number, with separate entries for reads and
 * writes. An engine reads {@link #reads} and {@link #writes} itself: for entry {@code e}, {@code [2e]} is the page's virtual
 * address and {@code [2e + 1]} what to add to a virtual address to get an offset into RAM.
 *
 * <p>An access of n bytes at {@code a} hits if the tag at {@code a}'s entry equals {@code (a + n - 1) & PAGE_MASK}: an access
 * across pages never does, because adjacent pages have different entries.
 */
public final class Tlb {
    public static final int ENTRIES = 512;
    public static final int PAGE_SHIFT = 12;
    public static final long PAGE_SIZE = 1L << PAGE_SHIFT;
    public static final long PAGE_MASK = -PAGE_SIZE;
    /** The index of an address's tag is {@code (int) (address >>> INDEX_SHIFT) & INDEX_MASK}. */
    public static final int INDEX_SHIFT = PAGE_SHIFT - 1;

    public static final int INDEX_MASK = ENTRIES * 2 - 2;
    /** A tag that no page has: it is not page-aligned. */
    private static final long EMPTY = 1;

    public final long[] reads = new long[ENTRIES * 2];
    public final long[] writes = new long[ENTRIES * 2];

    public static final int FETCH_ENTRIES = 256;
    public static final int FETCH_MASK = FETCH_ENTRIES - 1;

    /** Virtual addresses of executable pages, by page number. */
    public final long[] fetches = new long[FETCH_ENTRIES];
    /** What the engine has decoded of the page with the same index in {@link #fetches}. */
    public final long[][] code = new long[FETCH_ENTRIES][];

    /** What a translator knows of the address space's code; forgotten with a page that it was made of. */
    private Object links;

    /** By low bits of the page number: whether {@link #links} may depend on the page. */
    private final long[] linkedPages = new long[LINKED_PAGES / Long.SIZE];

    private static final int LINKED_PAGES = 4096;

    /** The address space's {@code satp}. */
    long satp;

    private boolean superpages;

    Tlb() {
        flush();
    }

    void flush() {
        Arrays.fill(reads, EMPTY);
        Arrays.fill(writes, EMPTY);
        Arrays.fill(fetches, EMPTY);
        Arrays.fill(code, null);
        forgetLinks();
        superpages = false;
    }

    /** Forgets the page of {@code address}; all, if the page may be part of a superpage. */
    void flush(long address) {
        if (superpages) {
            flush();
            return;
        }
        int index = index(address);
        reads[index] = EMPTY;
        writes[index] = EMPTY;
        int fetch = (int) (address >>> PAGE_SHIFT) & FETCH_MASK;
        fetches[fetch] = EMPTY;
        code[fetch] = null;
        int page = linkedPage(address);
        if ((linkedPages[page / Long.SIZE] >>> page & 1) != 0) {
            forgetLinks();
        }
    }

    public Object links() {
        return links;
    }

    public void setLinks(Object links) {
        this.links = links;
    }

    /** {@link #links} now depend on the page at {@code address}. */
    public void noteLinked(long address) {
        int page = linkedPage(address);
        linkedPages[page / Long.SIZE] |= 1L << page;
    }

    private void forgetLinks() {
        links = null;
        Arrays.fill(linkedPages, 0);
    }

    private static int linkedPage(long address) {
        return (int) (address >>> PAGE_SHIFT) & LINKED_PAGES - 1;
    }

    /** The decoded slots of the page at {@code address}, if they are remembered; else null. */
    public long[] fetched(long address) {
        int fetch = (int) (address >>> PAGE_SHIFT) & FETCH_MASK;
        return fetches[fetch] == (address & PAGE_MASK) ? code[fetch] : null;
    }

    /** Remembers the decoded {@code slots} of the page at {@code address}. */
    public void fillFetch(long address, long[] slots) {
        int fetch = (int) (address >>> PAGE_SHIFT) & FETCH_MASK;
        fetches[fetch] = address & PAGE_MASK;
        code[fetch] = slots;
    }

    void noteSuperpage() {
        superpages = true;
    }

    static int index(long address) {
        return (int) (address >>> INDEX_SHIFT) & INDEX_MASK;
    }

    static void fill(long[] entries, long address, long addend) {
        int index = index(address);
        entries[index] = address & PAGE_MASK;
        entries[index + 1] = addend;
    }
}
