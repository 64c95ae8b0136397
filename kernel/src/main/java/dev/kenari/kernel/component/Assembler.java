package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;

/** Puts components where a design wants them. */
public interface Assembler {
    /**
     * Starts an instance of {@code component} in its place; sleeps. Returns what its clients in the kernel call.
     *
     * @param instance its name, such as {@code virtio_blk/vda}
     * @param device null for what is no driver
     * @param peers what it may call, unless the design forbids it
     */
    <P> P place(Component<P> component, String instance, MachineDevice device, Peers peers, String... arguments)
            throws Errno;

    /** Whether a loadable module is to bring the component: then it is not placed. */
    default boolean isLoadable(Component<?> component) {
        return false;
    }

    /** Everything in the kernel. */
    static Assembler inKernel(Kernel kernel) {
        return new Assembler() {
            @Override
            public <P> P place(
                    Component<P> component, String instance, MachineDevice device, Peers peers, String... arguments)
                    throws Errno {
                return component.inKernel().get().start(new KernelEnvironment(kernel, device, peers), arguments);
            }
        };
    }
}
