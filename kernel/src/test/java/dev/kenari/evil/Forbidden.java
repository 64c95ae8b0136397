package dev.kenari.evil;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One class for each thing that a domain's code may not touch. */
public final class Forbidden {
    private Forbidden() {}

    public static final class Reflection implements Runnable {
        @Override
        public void run() {
            try {
                String.class.getDeclaredField("value").setAccessible(true);
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static final class ClassByName implements Runnable {
        @Override
        public void run() {
            try {
                Class.forName("dev.kenari.kernel.Kernel");
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static final class SharedStatics implements Runnable {
        @Override
        public void run() {
            System.setProperty("kenari.seed", "1");
        }
    }

    public static final class StandardOutput implements Runnable {
        @Override
        public void run() {
            System.out.println("hello");
        }
    }

    public static final class Exit implements Runnable {
        @Override
        public void run() {
            Runtime.getRuntime().halt(1);
        }
    }

    public static final class Threads implements Runnable {
        @Override
        public void run() {
            Thread.ofVirtual().start(() -> {});
        }
    }

    public static final class Parking implements Runnable {
        @Override
        public void run() {
            LockSupport.park();
        }
    }

    public static final class Files implements Runnable {
        @Override
        public void run() {
            new java.io.File("/etc/passwd").delete();
        }
    }

    public static final class Sockets implements Runnable {
        @Override
        public void run() {
            try (java.net.Socket socket = new java.net.Socket("localhost", 1)) {
                socket.isConnected();
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static final class ForeignMemory implements Runnable {
        @Override
        public void run() {
            Arena.global().allocate(1);
        }
    }

    public static final class Lookup implements Runnable {
        @Override
        public void run() {
            MethodHandles.lookup();
        }
    }

    public static final class Finalizer implements Runnable {
        @Override
        public void run() {}

        @Override
        @SuppressWarnings({"deprecation", "removal"})
        protected void finalize() {
            for (;;) {}
        }
    }

    public static final class NativeCode implements Runnable {
        @Override
        public native void run();
    }

    public static final class ClassMonitor implements Runnable {
        @Override
        public void run() {
            synchronized (String.class) {
                hashCode();
            }
        }
    }

    public static final class InternedString implements Runnable {
        @Override
        public void run() {
            synchronized ("kernel") {
                hashCode();
            }
        }
    }

    public static final class Intern implements Runnable {
        @Override
        public void run() {
            "a".intern();
        }
    }

    public static final class SynchronizedMethod implements Runnable {
        @Override
        public synchronized void run() {}
    }

    public static final class Wait implements Runnable {
        @Override
        public void run() {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static final class Notify implements Runnable {
        @Override
        public void run() {
            "kernel".notifyAll();
        }
    }

    public static final class LambdaToForbidden implements Runnable {
        @Override
        public void run() {
            Consumer<Integer> exit = System::exit;
            exit.accept(1);
        }
    }

    public static final class ConstructorOfForbidden implements Runnable {
        @Override
        public void run() {
            Supplier<Object> random = java.util.Random::new;
            random.get();
        }
    }

    public static final class SerializableLambda implements Runnable {
        @Override
        public void run() {
            Runnable r = (Runnable & Serializable) () -> {};
            r.run();
        }
    }

    public static final class Deserialisation implements Runnable {
        @Override
        public void run() {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(new byte[0]))) {
                in.readObject();
            } catch (java.io.IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static final class RegularExpression implements Runnable {
        @Override
        public void run() {
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+");
        }
    }

    public static final class Repeat implements Runnable {
        @Override
        public void run() {
            "a".repeat(1 << 30);
        }
    }

    public static final class Big implements Runnable {
        @Override
        public void run() {
            BigInteger.TWO.pow(Integer.MAX_VALUE);
        }
    }

    public static final class Format implements Runnable {
        @Override
        public void run() {
            String.format("%1000000000d", 1);
        }
    }

    public static final class Streams implements Runnable {
        @Override
        public void run() {
            List.of(1).parallelStream().count();
        }
    }

    public static final class StreamOfCopy implements Runnable {
        @Override
        public void run() {
            new java.util.ArrayList<>(List.of(1)).stream().count();
        }
    }

    /** Its own class inherits what the list does not have. */
    public static final class Inherited extends java.util.AbstractList<Integer> implements Runnable {
        @Override
        public void run() {
            parallelStream().count();
        }

        @Override
        public Integer get(int index) {
            return index;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    public static final class KernelItself implements Runnable {
        static dev.kenari.kernel.Kernel kernel;

        @Override
        public void run() {
            kernel.halt(0);
        }
    }

    public static final class OwnBudget implements Runnable {
        @Override
        public void run() {
            dev.kenari.kernel.domain.jdk.Current.BUDGET.begin();
        }
    }

    public static final class Catcher implements Runnable {
        @Override
        public void run() {
            try {
                hashCode();
            } catch (dev.kenari.kernel.domain.DomainKilled e) {
                run();
            }
        }
    }
}
