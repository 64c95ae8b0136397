package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.trace.KernelLog;
import dev.kenari.sample.SampleFactory;
import java.util.List;

/** Domains with a {@link Sample} inside, for tests. */
final class SampleDomains {
    static final Component<Sample> SAMPLE =
            new Component<>("sample", Sample.class, SampleFactory.class, SampleFactory::new);

    private static final long START = 120_000_000_000L;

    interface Body {
        void run(Kernel kernel, DomainComponent<Sample> component, Sample client) throws Exception;
    }

    private SampleDomains() {}

    static DomainComponent<Sample> component(Kernel kernel, int restarts, long replyNanos, String... arguments) {
        return component(kernel, new DomainQuota(200, 8 << 20, 1 << 14), restarts, replyNanos, arguments);
    }

    static DomainComponent<Sample> component(
            Kernel kernel, DomainQuota quota, int restarts, long replyNanos, String... arguments) {
        return component(kernel, limits(quota, restarts, replyNanos), Peers.NONE, arguments);
    }

    static InstanceLimits limits(DomainQuota quota, int restarts, long replyNanos) {
        return new InstanceLimits(4, 8, quota, START, replyNanos, new RestartPolicy(restarts, 1000));
    }

    static DomainComponent<Sample> component(Kernel kernel, InstanceLimits limits, Peers peers, String... arguments) {
        return new DomainComponent<>(kernel, SAMPLE, "sample/0", limits, null, peers, arguments);
    }

    /** One whose peer {@code peer} is {@code peer}. */
    static DomainComponent<Sample> clientOf(Kernel kernel, Sample peer) throws Errno {
        InstanceLimits limits = limits(new DomainQuota(200, 8 << 20, 1 << 14), 1, 0);
        DomainComponent<Sample> client =
                new DomainComponent<>(kernel, SAMPLE, "sample/1", limits, null, Peers.of("peer", peer));
        client.start();
        return client;
    }

    static void inDomain(int restarts, long replyNanos, Body body) throws Exception {
        KernelHarness.inKernel(kernel -> {
            DomainComponent<Sample> component = component(kernel, restarts, replyNanos);
            component.start();
            body.run(kernel, component, component.client());
        });
    }

    static List<String> log(Kernel kernel) {
        return kernel.log().messages().stream().map(KernelLog.Message::text).toList();
    }
}
