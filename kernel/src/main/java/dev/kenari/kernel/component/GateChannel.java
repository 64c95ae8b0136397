package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Message;
import dev.kenari.kernel.task.Task;

/** A domain's way to what lives in the kernel: the call is copied and runs on the domain's own task, as a system call does. */
final class GateChannel implements Channel {
    private final Domain caller;
    private final Skeleton skeleton;
    private final Object target;

    GateChannel(Domain caller, Skeleton skeleton, Object target) {
        this.caller = caller;
        this.skeleton = skeleton;
        this.target = target;
    }

    /** What code in {@code caller} calls to reach {@code target}. */
    static <T> T connect(Domain caller, Class<T> protocol, T target) {
        Marshalling<T> marshalling = Marshalling.of(protocol);
        return marshalling.stub(new GateChannel(caller, marshalling.skeleton(), target));
    }

    @Override
    public Message request(int method) {
        return Task.messageTo(method);
    }

    @Override
    public boolean call(Message message) throws Errno {
        caller.checkLends(message.loans());
        message.send();
        caller.inKernel(() -> skeleton.serve(target, message));
        message.deliver();
        return true;
    }
}
