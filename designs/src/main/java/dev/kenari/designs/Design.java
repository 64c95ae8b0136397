package dev.kenari.designs;

import dev.kenari.designs.hybrid.Hybrid;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.designs.monolithic.Monolithic;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.kernel.component.ObservedConnector;
import dev.kenari.kernel.component.Placement;
import java.util.List;
import java.util.Optional;

/**
 * A kernel design: where each component lives. {@link Assembly} reads it; nothing else knows. A component without a row is in the kernel.
 *
 * @param name as {@code --design} takes it
 */
public record Design(String name, List<Row> rows) {
    /** All that {@code --design} knows. */
    public static List<Design> all() {
        return List.of(Monolithic.DESIGN, Microkernel.DESIGN, Hybrid.DESIGN);
    }

    public static Optional<Design> named(String name) {
        return all().stream().filter(d -> d.name.equals(name)).findFirst();
    }

    public Row row(String component) {
        return rows.stream().filter(r -> r.component().equals(component)).findFirst().orElse(Row.kernel(component));
    }

    /** Whether some component is a loadable module: then the kernel takes them. */
    public boolean loadsModules() {
        return rows.stream().anyMatch(r -> r.placement() == Placement.MODULE);
    }

    /** Whether some component is in a domain. */
    public boolean usesDomains() {
        return rows.stream().anyMatch(r -> r.placement() == Placement.DOMAIN);
    }

    /** How calls to a component in the kernel travel. */
    Connector connector(Kernel kernel, String component) {
        Row row = row(component);
        if (row.placement() != Placement.KERNEL && row.placement() != Placement.MODULE) {
            throw new IllegalArgumentException(component + " can't be placed in a " + row.placement().label());
        }
        if (row.byMessage()) {
            return new MarshallingConnector(kernel, component);
        }
        return kernel.observesCalls() ? new ObservedConnector(kernel, component) : Connector.DIRECT;
    }
}
