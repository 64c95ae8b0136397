package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.task.Task;

/** A domain's way to what lives in the kernel, by a capability to it: the call is copied and runs on the domain's own task, as a system call does. */
final class GateChannel implements Channel {
    private final Domain caller;
    private final long gate;
    private final Skeleton skeleton;

    /** @param gate number of the caller's capability */
    GateChannel(Domain caller, long gate, Skeleton skeleton) {
        this.caller = caller;
        this.gate = gate;
        this.skeleton = skeleton;
    }

    @Override
    public Message request(int method) {
        return Task.messageTo(method);
    }

    @Override
    public boolean call(Message message) throws Errno {
        caller.checkLends(message.loans());
        Object target = caller.capabilities().find(gate, Gate.class, Capability.WRITE).target();
        message.send();
        caller.inKernel(() -> skeleton.serve(target, message));
        message.deliver();
        return true;
    }
}
