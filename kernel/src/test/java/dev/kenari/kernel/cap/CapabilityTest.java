package dev.kenari.kernel.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.kernel.ipc.IpcCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilityTest {
    private final IpcCounters counters = new IpcCounters();
    private final List<Capability> taken = new ArrayList<>();
    private final CapabilitySpace kernel = space("kernel");
    private final CapabilitySpace one = space("one");
    private final CapabilitySpace two = space("two");

    private CapabilitySpace space(String name) {
        return new CapabilitySpace(name, counters, taken::add);
    }

    @Test
    void anObjectIsFoundByItsNumber() {
        Capability root = kernel.create("object");
        long number = root.derive(one, Capability.READ).number();
        assertThat(one.find(number, String.class, Capability.READ)).isEqualTo("object");
    }

    @Test
    void aNumberThatWasMadeUpIsForged() {
        long number = kernel.create("object").derive(one, Capability.ALL).number();
        for (long forged : new long[] {0, 1, -1, number + 1, number + (1 << 20), Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> one.find(forged, String.class, Capability.READ))
                    .isInstanceOf(CapabilityFault.class)
                    .hasMessageContaining("forged capability");
        }
        assertThatThrownBy(() -> two.find(number, String.class, Capability.READ))
                .as("of another space")
                .hasMessageContaining("forged capability");
        assertThat(counters.all()).containsEntry("capabilities refused", 8L);
    }

    @Test
    void oneThatWasTakenAwayIsStaleEvenIfItsSlotIsUsedAgain() {
        Capability root = kernel.create("object");
        Capability first = root.derive(one, Capability.ALL);
        first.delete();
        Capability second = root.derive(one, Capability.ALL);
        assertThat(second.number() & (1 << 20) - 1).as("its slot").isEqualTo(first.number() & (1 << 20) - 1);
        assertThatThrownBy(() -> one.find(first.number(), String.class, Capability.READ))
                .hasMessageContaining("stale capability");
        assertThat(one.find(second.number(), String.class, Capability.READ)).isEqualTo("object");
        assertThatThrownBy(() -> first.derive(two, Capability.READ)).hasMessageContaining("was taken away");
    }

    @Test
    void nobodyGivesMoreThanItHas() {
        Capability read = kernel.create("object").derive(one, Capability.READ);
        assertThatThrownBy(() -> read.derive(two, Capability.READ | Capability.WRITE))
                .hasMessageContaining("more rights");
        assertThatThrownBy(() -> one.find(read.number(), String.class, Capability.WRITE))
                .hasMessageContaining("does not give leave to write");
        assertThatThrownBy(() -> one.find(read.number(), Integer.class, Capability.READ))
                .hasMessageContaining("something else");
    }

    @Test
    void aBadgeStays() {
        Capability badged = kernel.create("object").mint(one, Capability.ALL, 4);
        assertThat(badged.derive(two, Capability.READ).badge()).isEqualTo(4);
        assertThatThrownBy(() -> badged.mint(two, Capability.READ, 5)).hasMessageContaining("has a badge");
    }

    @Test
    void memoryIsGivenInParts() {
        Capability all = kernel.create(new MemoryRange(0x1000, 0x1000));
        Capability part = all.derive(one, new MemoryRange(0x1800, 16), Capability.READ);
        assertThatThrownBy(() -> part.derive(two, new MemoryRange(0x1800, 17), Capability.READ))
                .hasMessageContaining("no part");
        assertThatThrownBy(() -> part.derive(two, new MemoryRange(0x17ff, 2), Capability.READ))
                .hasMessageContaining("no part");
        assertThatThrownBy(() -> part.derive(two, new MemoryRange(Long.MAX_VALUE, 16), Capability.READ))
                .hasMessageContaining("no part");
        assertThat(part.derive(two, new MemoryRange(0x180f, 1), Capability.READ).alive()).isTrue();
    }

    @Test
    void revocationTakesTheSubtree() {
        Capability root = kernel.create("object");
        Capability a = root.derive(one, Capability.ALL);
        Capability b = a.derive(two, Capability.READ);
        Capability c = b.derive(one, Capability.READ);
        Capability other = root.derive(two, Capability.ALL);
        a.revoke();
        assertThat(taken).containsExactly(c, b);
        assertThat(a.alive()).isTrue();
        a.delete();
        assertThat(a.alive()).isFalse();
        assertThat(other.alive()).isTrue();
        assertThat(root.hasDerived()).isTrue();
        two.clear();
        assertThat(root.hasDerived()).isFalse();
        assertThat(two.size()).isZero();
    }

    /** Against a model: who is alive is who has an unbroken line of parents. */
    @Test
    void randomTrees() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        CapabilitySpace[] spaces = {kernel, one, two};
        List<Capability> all = new ArrayList<>(List.of(kernel.create("object")));
        Map<Capability, Capability> parents = new HashMap<>();
        Set<Capability> dead = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            Capability chosen = all.get(random.nextInt(all.size()));
            boolean alive = !dead.contains(chosen);
            assertThat(chosen.alive()).as("seed %d", seed).isEqualTo(alive);
            int what = random.nextInt(10);
            if (what > 1 && alive) {
                Capability made = chosen.derive(spaces[random.nextInt(3)], Capability.READ);
                parents.put(made, chosen);
                all.add(made);
            } else if (what <= 1 && chosen != all.getFirst()) {
                if (what == 0) {
                    chosen.delete();
                    dead.add(chosen);
                } else if (alive) {
                    chosen.revoke();
                }
                // A child comes after its parent in the list.
                for (Capability c : all) {
                    Capability parent = parents.get(c);
                    if (parent != null && (dead.contains(parent) || what == 1 && alive && parent == chosen)) {
                        dead.add(c);
                    }
                }
            }
        }
        for (Capability c : all) {
            assertThat(c.alive()).as("seed %d", seed).isEqualTo(!dead.contains(c));
        }
        assertThat(kernel.size() + one.size() + two.size()).as("seed %d", seed).isEqualTo(all.size() - dead.size());
    }
}
