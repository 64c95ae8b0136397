package dev.kenari.process;

/**
 * What a thread must do before it returns to its program.
 *
 * @param exit the thread is to end; the rest is meaningless
 * @param info the signal whose handler is to run
 * @param action of that signal
 * @param mask the blocked signals to which the handler's return goes back
 * @param stack the alternate stack as it was before
 * @param sigreturn where the handler returns to
 */
public record SignalDelivery(
        boolean exit, SigInfo info, SignalAction action, long mask, AlternateStack stack, long sigreturn) {
    public static final SignalDelivery EXIT = new SignalDelivery(true, null, null, 0, null, 0);
}
