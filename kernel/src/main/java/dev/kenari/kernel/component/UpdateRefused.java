package dev.kenari.kernel.component;

/** A live update that did not happen: the version that ran goes on. The message says why, for the operator. */
public final class UpdateRefused extends Exception {
    public UpdateRefused(String why) {
        super(why, null, false, false);
    }
}
