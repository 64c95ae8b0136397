package dev.kenari.tools;

/**
 * What the launcher runs, instead of {@link Main}, to make its cache of classes and profiles: a program that meets every case of
 * the interpreter's loop, then the arguments' command. A case that the profile lacks costs a later run the compiled loop.
 */
final class Training {
    private Training() {}

    public static void main(String[] arguments) {
        Main.run("run", "--image", "embedded", "exercise");
        Main.main(arguments);
    }
}
