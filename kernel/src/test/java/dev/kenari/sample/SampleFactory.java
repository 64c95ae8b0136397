package dev.kenari.sample;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.Sample;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/** Of a package that is not exported, so that a domain has a copy of its own. */
public final class SampleFactory implements ComponentFactory<Sample> {
    private static int count;

    private final WaitQueue sleep = new WaitQueue();
    private boolean asleep;
    private byte[] hoarded;

    @Override
    public Sample start(Environment environment, String[] arguments) throws Errno {
        if (arguments.length > 0) {
            throw Errno.of(Integer.parseInt(arguments[0]));
        }
        int queue = environment.newWaitQueue();
        return new Sample() {
            @Override
            public int count() {
                return ++count;
            }

            @Override
            public int loader() {
                return System.identityHashCode(SampleFactory.class);
            }

            @Override
            public int divide(int by) {
                return 12 / by;
            }

            @Override
            public int divideOnce(int by) {
                return 12 / by;
            }

            @Override
            public void hoard() {
                List<Object> hoard = new ArrayList<>();
                for (;;) {
                    hoard.add(new byte[1000]);
                }
            }

            @Override
            public void hang() {
                while (true) {
                    new WaitQueue().sleepUninterruptibly();
                }
            }

            @Override
            public void spin() {
                while (true) {
                    try {
                        while (true) {
                            count++;
                        }
                    } catch (Throwable e) {
                        count--;
                    }
                }
            }

            @Override
            public void hoardAtOnce() {
                hoarded = new byte[1 << 30];
            }

            @Override
            public void misbehave(Misdeed deed) {
                switch (deed) {
                    case EXIT -> new Exit().run();
                    case REFLECT -> new Reflect().run();
                    case SHARE -> new Share().run();
                }
            }

            @Override
            public void fill(List<Piece> pieces, byte value) {
                pieces.forEach(p -> environment.memory().fill(p.address(), p.length(), value));
            }

            @Override
            public void poke(long address, byte value) {
                environment.memory().putByte(address, value);
            }

            @Override
            public void fillLater(List<Piece> pieces, byte value) {
                asleep = true;
                while (asleep) {
                    sleep.sleepUninterruptibly();
                }
                fill(pieces, value);
            }

            @Override
            public void goOn() {
                asleep = false;
                sleep.wakeAll();
            }

            @Override
            public long frame() throws Errno {
                return environment.memory().allocate();
            }

            @Override
            public void release(long frame) {
                environment.memory().release(frame);
            }

            @Override
            public byte peek(long address) {
                return environment.memory().getByte(address);
            }

            @Override
            public void haveFilled(List<Piece> pieces, byte value, boolean later) throws Errno {
                Sample peer = environment.peer("peer", Sample.class);
                if (later) {
                    peer.fillLater(pieces, value);
                } else {
                    peer.fill(pieces, value);
                }
            }

            @Override
            public long peer() throws Errno {
                return environment.peer("peer");
            }

            @Override
            public int countAt(long peer) {
                return environment.connect(peer, Sample.class).count();
            }

            @Override
            public void wake(int number) {
                environment.wake(number);
            }

            @Override
            public void swarm() {
                for (;;) {
                    environment.startTask("one", this::hang);
                }
            }

            @Override
            public int waitQueue() {
                return queue;
            }
        };
    }
}
