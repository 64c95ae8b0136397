package dev.kenari.process.server;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.component.ProgramInstance;
import java.util.function.Predicate;

/** The requests to a component: each read takes one, each write brings a reply, in the form of {@link dev.kenari.kernel.component.ProgramInstance}. */
final class RequestDevice extends InstanceDevice {
    RequestDevice(ProgramComponent<?> component, Predicate<ProgramInstance> lives) {
        super(component, lives);
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        return instance(handle).take(length, nonBlocking);
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        instance(handle).reply(bytes);
        return bytes.length;
    }

    @Override
    public int poll(long handle, int events) {
        int in = instance(handle).hasRequest() ? Poll.POLLIN | Poll.POLLRDNORM : 0;
        return events & (Poll.POLLOUT | Poll.POLLWRNORM | in);
    }

    @Override
    public int waitQueue(long handle) {
        return instance(handle).queue();
    }
}
