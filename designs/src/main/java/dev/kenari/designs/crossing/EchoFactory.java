package dev.kenari.designs.crossing;

import dev.kenari.designs.Echo;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.Environment;

/** Starts what {@link dev.kenari.designs.Crossings} calls. */
public final class EchoFactory implements ComponentFactory<Echo> {
    @Override
    public Echo start(Environment environment, String[] arguments) {
        return new Echo() {
            @Override
            public int echo(int value) {
                return value + 1;
            }

            @Override
            public byte[] copy(byte[] bytes) {
                return bytes;
            }
        };
    }
}
