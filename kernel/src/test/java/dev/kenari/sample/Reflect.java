package dev.kenari.sample;

import dev.kenari.kernel.component.Sample;

/** Looks for a way out by reflection. */
final class Reflect {
    void run() {
        Sample.class.getDeclaredMethods();
    }
}
