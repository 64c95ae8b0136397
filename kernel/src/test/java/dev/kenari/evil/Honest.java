package dev.kenari.evil;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A component that does nothing wrong, with much of the language and of the library; its answer is the same in a domain and outside. */
public final class Honest implements Supplier<String> {
    enum Colour { RED, GREEN }

    record Point(int x, long y, String name) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    private final StringBuilder out = new StringBuilder();

    @Override
    public String get() {
        collections();
        views();
        control();
        text();
        return out.toString();
    }

    private void say(Object o) {
        out.append(o).append('\n');
    }

    private void collections() {
        List<Integer> numbers = new ArrayList<>(List.of(5, 3, 9, 1));
        numbers.sort(Comparator.naturalOrder());
        say(numbers);
        numbers.removeIf(n -> n > 5);
        say(numbers + " " + numbers.contains(3) + numbers.indexOf(5));
        Map<String, List<Point>> map = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            map.computeIfAbsent("k" + i % 7, k -> new ArrayList<>()).add(new Point(i, i * 3L, "p" + i));
        }
        map.forEach((k, v) -> say(k + v.size() + v.getLast()));
        Map<Point, Colour> colours = new LinkedHashMap<>();
        colours.put(new Point(1, 2, "a"), Colour.RED);
        say(colours.get(new Point(1, 2, "a")));
        Set<Long> set = new HashSet<>();
        for (long i = 0; i < 1000; i++) {
            set.add(i * 31 % 97);
        }
        say(set.size() + " " + new TreeSet<>(set).descendingSet().first());
        Deque<String> deque = new ArrayDeque<>();
        deque.push("x");
        deque.addLast("y");
        say(deque.pop() + deque.poll() + deque.peek());
        BitSet bits = new BitSet();
        bits.set(3, 70);
        say(bits.nextClearBit(3) + " " + bits.cardinality());
        say(Map.of("a", 1).getOrDefault("b", 2) + Set.of(1).size() + List.copyOf(set).size());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            counts.merge(i % 10 << 16, 1, Integer::sum);
        }
        say(counts);
    }

    private void views() {
        Map<Integer, String> map = new TreeMap<>(Comparator.comparing((Integer i) -> -i));
        for (int i = 0; i < 20; i++) {
            map.put(i, "v" + i);
        }
        say(Collections.unmodifiableMap(map).entrySet());
        for (Map.Entry<Integer, String> e : map.entrySet()) {
            e.setValue(e.getValue() + e.getKey());
        }
        map.values().removeIf(v -> v.startsWith("v1"));
        say(map.keySet().toString() + map.values());
        say(new ArrayList<>(map.keySet()).subList(1, 4).hashCode());
        Integer[] array = map.keySet().toArray(new Integer[0]);
        say(Arrays.asList(array) + " " + array.length);
        say(Arrays.hashCode(Arrays.copyOf(new int[] {1, 2}, 4)) + " " + Arrays.equals(new byte[3], new byte[3]));
        long[] longs = {5, -1, 7, 3, 3};
        Arrays.sort(longs);
        say(longs[0] + " " + longs[4]);
    }

    private void control() {
        for (Shape shape : new Shape[] {new Circle(2), new Square(3)}) {
            say(switch (shape) {
                case Circle(int radius) when radius > 1 -> "circle " + radius;
                case Circle c -> "small";
                case Square s -> s.toString();
            });
        }
        for (Colour colour : Colour.values()) {
            switch (colour) {
                case RED -> say("red " + colour.ordinal());
                case GREEN -> say(Colour.valueOf("GREEN"));
            }
        }
        int caught = 0;
        for (int i = -2; i < 3; i++) {
            try {
                say(10 / i);
            } catch (ArithmeticException e) {
                caught++;
                say(e.getMessage());
            } finally {
                caught += 10;
            }
        }
        say(caught);
        int[][] grid = new int[3][4];
        grid[2][3] = 7;
        say(grid[2][3] + grid.length + grid[0].length + grid.clone()[2][3]);
        say(deep(200));
        label:
        for (int i = 0; ; i++) {
            for (int j = 0; j < 5; j++) {
                if (i * j == 12) {
                    say(i + "," + j);
                    break label;
                }
            }
        }
        say(new Object() {
            int twice(int x) {
                return 2 * x;
            }
        }.twice(21));
    }

    private static int deep(int n) {
        return n == 0 ? 0 : 1 + deep(n - 1);
    }

    private void text() {
        say(Arrays.asList("a,b,,c,".split(",")) + String.join("-", "x", "y"));
        say(new String(new byte[] {65, 66}, java.nio.charset.StandardCharsets.UTF_8) + new String(new char[] {'c'}));
        say(new StringBuilder("abc").reverse().insert(0, 'x').length());
        say("Kenari".toLowerCase().substring(2).indexOf('r') + Long.toHexString(255) + Integer.parseInt("12"));
        say(new IllegalStateException("why", new RuntimeException("because")).getCause().getMessage());
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(4, 0x01020304);
        say(buffer.get(4) + " " + buffer.getLong(4));
    }
}
