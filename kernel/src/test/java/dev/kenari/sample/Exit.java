package dev.kenari.sample;

/** What no component may do. */
final class Exit implements Runnable {
    @Override
    public void run() {
        Runtime.getRuntime().halt(1);
    }
}
