package dev.kenari.sample;

import dev.kenari.kernel.component.SharedState;

/** Leaves something in a static field that others see. */
final class Share {
    void run() {
        SharedState.value = 1;
    }
}
