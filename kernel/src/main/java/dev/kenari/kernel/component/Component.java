package dev.kenari.kernel.component;

import java.util.function.Supplier;

/**
 * A kind of component, such as the driver of virtio disks: what a design places. There may be several instances.
 *
 * @param name its row in a design's table
 * @param protocol what its clients call; carries {@link Protocol}
 * @param factory its class, from which a domain makes a copy of its own; public, with a public constructor without parameters
 * @param inKernel makes the factory where it is not copied
 */
public record Component<P>(
        String name,
        Class<P> protocol,
        Class<? extends ComponentFactory<P>> factory,
        Supplier<? extends ComponentFactory<P>> inKernel) {
    /** A factory from another copy of the component's classes. */
    @SuppressWarnings("unchecked")
    public ComponentFactory<P> factoryFrom(ClassLoader code) {
        try {
            return (ComponentFactory<P>) code.loadClass(factory.getName()).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ProtectionFault(factory.getName() + " can't be made: " + e);
        }
    }
}
