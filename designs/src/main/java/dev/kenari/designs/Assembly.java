package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.component.Component;
import dev.kenari.kernel.component.ComponentFactory;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.DomainComponent;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.component.KernelEnvironment;
import dev.kenari.kernel.component.MachineDevice;
import dev.kenari.kernel.component.Peers;
import dev.kenari.kernel.component.Placement;
import dev.kenari.kernel.component.ProgramComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a design's table and puts each component in its place: the one piece of code that does. */
final class Assembly implements Assembler {
    private final Kernel kernel;
    private final Design design;
    private final Connector interposer;
    private final Map<String, DomainComponent<?>> domains = new LinkedHashMap<>();
    private final Map<String, ProgramComponent<?>> programs = new LinkedHashMap<>();

    /** @param interposer between each component and its clients */
    Assembly(Kernel kernel, Design design, Connector interposer) {
        this.kernel = kernel;
        this.design = design;
        this.interposer = interposer;
    }

    /** Components in domains, by the names of their instances. */
    Map<String, DomainComponent<?>> domains() {
        return domains;
    }

    /** Components in processes, by the names of their instances. */
    Map<String, ProgramComponent<?>> programs() {
        return programs;
    }

    @Override
    public boolean isLoadable(Component<?> component) {
        // A component that is to fail is built in: the same code in the same domain of faults.
        return design.row(component.name()).placement() == Placement.MODULE && !kernel.faults().concerns(component.name());
    }

    @Override
    public <P> P place(
            Component<P> component, String instance, MachineDevice device, Peers peers, String... arguments)
            throws Errno {
        Row row = design.row(component.name());
        P client = switch (row.placement()) {
            case KERNEL, MODULE -> {
                Environment environment =
                        kernel.faults().environment(instance, new KernelEnvironment(kernel, device, peers));
                P started = factory(component, instance).start(environment, arguments);
                P service = kernel.faults().service(instance, component.protocol(), started, environment, false);
                yield design.connector(kernel, component.name()).connect(component.protocol(), service);
            }
            case DOMAIN -> {
                DomainComponent<P> placed = new DomainComponent<>(
                        kernel, component, instance, row.limits(), device, permitted(row, peers), arguments);
                placed.start();
                domains.put(instance, placed);
                yield placed.client();
            }
            case PROCESS -> {
                ProgramComponent<P> placed = new ProgramComponent<>(
                        kernel, component, instance, program(component.name()), row.limits(), device);
                programs.put(instance, placed);
                yield placed.client();
            }
        };
        return interposer.connect(component.protocol(), client);
    }

    /** What the build has assembled of {@code src/main/asm}. */
    private static byte[] program(String component) {
        try (InputStream in = Assembly.class.getResourceAsStream("programs/" + component)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no program for " + component);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The component's own factory, unless its code is to be faulty. */
    private <P> ComponentFactory<P> factory(Component<P> component, String instance) {
        ClassLoader usual = component.factory().getClassLoader();
        ClassLoader code = kernel.faults().code(instance, component.factory(), usual);
        return code == usual ? component.inKernel().get() : component.factoryFrom(code);
    }

    /** Those of {@code peers} that the table permits. */
    private static Peers permitted(Row row, Peers peers) {
        return new Peers() {
            @Override
            public <T> T find(String name, Class<T> protocol) throws Errno {
                if (!row.peers().contains(name)) {
                    throw Errno.EACCES;
                }
                return peers.find(name, protocol);
            }
        };
    }
}
