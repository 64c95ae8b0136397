package dev.kenari.kernel.fault;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainLoader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A component's instance whose n-th call goes wrong. It runs where the component does, on its stack. */
final class FaultyService implements InvocationHandler {
    private static final int LEAKED_FRAMES = 256;

    private final Kernel kernel;
    private final Injector injector;
    private final Object implementation;
    private final Environment environment;
    private final boolean isolated;
    private boolean leaks;

    FaultyService(Kernel kernel, Injector injector, Object implementation, Environment environment, boolean isolated) {
        this.kernel = kernel;
        this.injector = injector;
        this.implementation = implementation;
        this.environment = environment;
        this.isolated = isolated;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(implementation, arguments);
        }
        Bits bits = new Bits(injector.fault().seed());
        boolean skipped = false;
        switch (injector.fault().kind()) {
            case EXCEPTION -> {
                if (injector.due(method.getName())) {
                    throw exception(bits);
                }
            }
            case HANG -> {
                if (injector.due(method.getName())) {
                    hang();
                }
            }
            case WILD_WRITE -> {
                if (injector.due(method.getName())) {
                    new WildWrite(kernel, environment, isolated, bits).happen();
                }
            }
            case LEAK -> {
                leaks |= injector.due(method.getName());
                leak();
            }
            case BAD_REPLY -> skipped = method.getReturnType() == void.class && injector.due(method.getName());
            default -> {}
        }
        Object result = skipped ? null : call(method, arguments);
        if (injector.fault().kind() == FaultKind.BAD_REPLY && !skipped && injector.due(method.getName())) {
            return BadReply.of(result, bits);
        }
        if (!skipped) {
            injector.succeeded();
        }
        return result;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(implementation, arguments);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof Errno)) {
                injector.failed();
            }
            throw e.getCause();
        }
    }

    private RuntimeException exception(Bits bits) {
        String why = "injected: " + injector.fault().id();
        return switch (bits.below(4)) {
            case 0 -> new NullPointerException(why);
            case 1 -> new IndexOutOfBoundsException(why);
            case 2 -> new ClassCastException(why);
            default -> new IllegalStateException(why);
        };
    }

    /** An endless loop: in a domain, polled as all of its code is. */
    private void hang() {
        DomainBudget budget = isolated ? DomainLoader.budgetOf(implementation.getClass()) : null;
        while (injector.running()) {
            if (isolated) {
                budget.turns();
            } else {
                injector.spin();
            }
        }
    }

    private void leak() throws Errno {
        for (int i = 0; leaks && i < LEAKED_FRAMES; i++) {
            environment.memory().allocate();
        }
    }
}
