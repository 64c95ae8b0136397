package dev.kenari.process;

import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.SignalSender;

/** Every signal does what it does by default; for a kernel in which no program handles signals. */
final class DefaultSignals implements SignalSender {
    @Override
    public void send(Process process, SigInfo info) {
        switch (info.signal()) {
            case Signal.CHLD, Signal.CONT, Signal.URG, Signal.WINCH -> {}
            default -> process.kill(WaitOptions.killed(info.signal(), false));
        }
    }

    @Override
    public void send(ProcessThread thread, SigInfo info) {
        send(thread.process(), info);
    }

    @Override
    public boolean reapsChildren(Process parent) {
        return false;
    }
}
