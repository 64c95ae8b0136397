package dev.kenari.evil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Components that pass the verifier and then never end, or take more than there is. */
@SuppressWarnings("InfiniteLoopStatement")
public final class Runaway {
    /** What a handler did after the domain's death; the tests read it. */
    public static int handled;

    private static Object keep;

    private Runaway() {}

    public static final class Loop implements Runnable {
        @Override
        public void run() {
            for (;;) {}
        }
    }

    public static final class LoopInTry implements Runnable {
        @Override
        public void run() {
            for (;;) {
                try {
                    for (;;) {}
                } catch (Throwable t) {
                    handled++;
                } finally {
                    handled++;
                }
            }
        }
    }

    public static final class FinallyThatStartsAgain implements Runnable {
        @Override
        public void run() {
            try {
                spin();
            } finally {
                handled++;
                run();
            }
        }

        private void spin() {
            long x = 1;
            while (x != 0) {
                x = x * 3 | 1;
            }
        }
    }

    public static final class CatcherOfErrors implements Runnable {
        @Override
        public void run() {
            while (true) {
                try {
                    spin();
                } catch (Error e) {
                    handled++;
                }
            }
        }

        private void spin() {
            while (true) {
                hashCode();
            }
        }
    }

    public static final class Recursion implements Runnable {
        @Override
        public void run() {
            run();
        }
    }

    /** With two calls a frame: two to the power of its depth of them, were it not ended. */
    public static final class RecursionInTry implements Runnable {
        @Override
        public void run() {
            try {
                run();
            } catch (Throwable t) {
                handled++;
                run();
            } finally {
                run();
            }
        }
    }

    /** Doubles the work with each level, in methods without a loop. */
    public static final class Cascade implements Runnable {
        private int level;

        @Override
        public void run() {
            if (level < 60) {
                level++;
                run();
                run();
                level--;
            }
        }
    }

    /** Its class initialiser never ends. */
    public static final class Initialiser implements Runnable {
        private static final int X;

        static {
            int x = 1;
            while (x != 0) {
                x |= 1;
            }
            X = x;
        }

        @Override
        public void run() {
            handled = X;
        }
    }

    public static final class InitialiserCaught implements Runnable {
        @Override
        public void run() {
            for (;;) {
                try {
                    new Initialiser().run();
                } catch (Throwable t) {
                    handled++;
                }
            }
        }
    }

    /** Hash codes of lists of the same list: exponential in the nesting. */
    public static final class HashOfNestedLists implements Runnable {
        @Override
        public void run() {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                List<Object> outer = new ArrayList<>();
                outer.add(list);
                outer.add(list);
                list = outer.subList(0, 2);
            }
            Set<Object> set = new HashSet<>();
            set.add(list);
        }
    }

    public static final class HashOfNestedRecords implements Runnable {
        record Pair(Object a, Object b) {}

        @Override
        public void run() {
            Object pair = 1;
            for (int i = 0; i < 60; i++) {
                pair = new Pair(pair, pair);
            }
            Map<Object, Integer> map = new HashMap<>();
            map.put(pair, 1);
        }
    }

    public static final class HugeArray implements Runnable {
        @Override
        public void run() {
            keep = new long[Integer.MAX_VALUE - 8];
        }
    }

    public static final class HugeArrays implements Runnable {
        @Override
        public void run() {
            keep = new byte[1 << 16][1 << 16];
        }
    }

    public static final class HugeList implements Runnable {
        @Override
        public void run() {
            keep = new ArrayList<>(Integer.MAX_VALUE - 8);
        }
    }

    public static final class HugeText implements Runnable {
        @Override
        public void run() {
            String text = "kernel";
            for (;;) {
                text = text + text;
            }
        }
    }

    public static final class GrowingList implements Runnable {
        @Override
        public void run() {
            List<Object> list = new ArrayList<>();
            keep = list;
            for (;;) {
                list.add(new Object());
            }
        }
    }

    public static final class GrowingMap implements Runnable {
        @Override
        public void run() {
            Map<Integer, Object> map = new HashMap<>();
            keep = map;
            for (int i = 0; ; i++) {
                map.put(i, map);
            }
        }
    }

    /** Only its stack holds the chain. */
    public static final class LinkedExceptions implements Runnable {
        @Override
        public void run() {
            RuntimeException last = null;
            for (;;) {
                last = new IllegalStateException("again", last);
            }
        }
    }

    public static final class LinkedLambdas implements Runnable {
        @Override
        public void run() {
            Runnable last = () -> {};
            for (;;) {
                Runnable before = last;
                last = () -> before.hashCode();
            }
        }
    }

    public static final class ClonedArrays implements Runnable {
        @Override
        public void run() {
            List<Object> list = new ArrayList<>();
            long[] array = new long[10_000];
            for (;;) {
                list.add(array.clone());
            }
        }
    }

    /** Makes a lot and holds little: no fault. */
    public static final class Busy implements Runnable {
        @Override
        public void run() {
            for (int i = 0; i < 200; i++) {
                byte[] page = new byte[1 << 20];
                page[i] = 1;
                keep = page;
            }
        }
    }
}
