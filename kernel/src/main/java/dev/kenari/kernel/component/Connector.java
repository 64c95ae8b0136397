package dev.kenari.kernel.component;

/** An edge of a design: turns an implementation of a protocol into what its clients call. */
public interface Connector {
    /** A direct call. */
    Connector DIRECT = new Connector() {
        @Override
        public <T> T connect(Class<T> protocol, T implementation) {
            return implementation;
        }
    };

    /** What clients of {@code implementation} get to call. {@code protocol} carries {@link Protocol}. */
    <T> T connect(Class<T> protocol, T implementation);
}
