package dev.kenari.tools;

/**
 * What the launcher runs, instead of {@link Main}, to make its cache of classes and profiles: a program that meets every case of
 * the interpreter's loop, then the arguments' command. A case that the profile lacks costs a later run the compiled loop. Translated code
 * hardly runs: with a profile of other programs' regions, HotSpot makes those of a later run a quarter slower, for good. With a seed the
 * translator works at once.
 */
final class Training {
    private Training() {}

    public static void main(String[] arguments) {
        Main.run("run", "--seed", "1", "--cpus", "1", "--image", "embedded", "exercise");
        Main.main(arguments);
    }
}
