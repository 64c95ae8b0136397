package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilityFault;
import dev.kenari.kernel.cap.CapabilitySpace;
import java.util.HashMap;
import java.util.Map;

/** The kernel's capabilities to what the instances of one component may call, from which each instance gets its own. */
final class PeerPorts {
    private final Kernel kernel;
    private final Peers peers;
    private final Map<String, Capability> ports = new HashMap<>();

    PeerPorts(Kernel kernel, Peers peers) {
        this.kernel = kernel;
        this.peers = peers;
    }

    /** EACCES, ENOENT. */
    Capability find(String name) throws Errno {
        Capability known = ports.get(name);
        if (known == null) {
            Object client = peers.find(name, Object.class);
            // A stub of the kernel's would copy each message once more, and lend the kernel's memory instead of the caller's.
            known = client instanceof Stub stub && stub.stubChannel() instanceof DomainChannel channel
                    ? channel.port()
                    : kernel.capabilities().create(new Gate(client));
            ports.put(name, known);
        }
        return known;
    }

    /** What code in {@code caller} calls that says that it has capability {@code port}. */
    static <T> T connect(Kernel kernel, Domain caller, long port, Class<T> protocol) {
        CapabilitySpace space = caller.capabilities();
        Marshalling<T> marshalling = Marshalling.of(protocol);
        boolean serves = switch (space.capability(port).object()) {
            case Served served -> served.protocol() == protocol;
            case Gate gate -> protocol.isInstance(gate.target());
            default -> false;
        };
        if (!serves) {
            throw new CapabilityFault("capability " + space.capability(port) + " is to no " + protocol.getSimpleName());
        }
        return marshalling.stub(
                space.capability(port).object() instanceof Gate
                        ? new GateChannel(caller, port, marshalling.skeleton())
                        : DomainChannel.of(kernel, caller, port, marshalling));
    }
}
