package dev.kenari.machine.fdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeviceTreeTest {
    private static Node sample() {
        Node root = new Node("");
        root.cells("#address-cells", 2).strings("compatible", "a,b", "c").flag("ranges");
        root.add("x@10").wideCells("reg", 0x1_0000_0000L, 16).add("y").set("odd", new byte[] {1, 2, 3});
        return root;
    }

    @Test
    void readsWhatItWrote() {
        Node root = DeviceTree.parse(DeviceTree.flatten(sample()));
        assertThat(root.cells("#address-cells")).containsExactly(2);
        assertThat(root.strings("compatible")).containsExactly("a,b", "c");
        assertThat(root.has("ranges")).isTrue();
        Node x = root.child("x@10").orElseThrow();
        assertThat(x.wideCells("reg")).containsExactly(0x1_0000_0000L, 16);
        assertThat(x.child("y").orElseThrow().properties().get("odd")).containsExactly(1, 2, 3);
        assertThat(root.walk().map(Node::name)).containsExactly("", "x@10", "y");
    }

    @Test
    void refusesWhatIsNoTree() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceTree.parse(new byte[100]));
        byte[] blob = DeviceTree.flatten(sample());
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceTree.parse(Arrays.copyOf(blob, blob.length - 20)));
    }

    @Test
    void refusesOffsetsOutsideTheBlob() {
        for (int field : new int[] {8, 12}) {
            for (int offset : new int[] {-2_000_000_000, -1, Integer.MAX_VALUE}) {
                byte[] blob = DeviceTree.flatten(sample());
                ByteBuffer.wrap(blob).putInt(field, offset);
                assertThatIllegalArgumentException().isThrownBy(() -> DeviceTree.parse(blob));
            }
        }
    }

    @Test
    void refusesALaterVersion() {
        byte[] blob = DeviceTree.flatten(sample());
        ByteBuffer.wrap(blob).putInt(20, 18);
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceTree.parse(blob)).withMessageContaining("version");
    }

    @Test
    void survivesDamage() {
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("DeviceTreeTest.survivesDamage: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        byte[] blob = DeviceTree.flatten(sample());
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = blob.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(DeviceTree.parse(damaged)).isNotNull();
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }
}
