package dev.kenari.image;

/** Builds or finds the images named on the command line ("pull:debian" refreshes), where there is no CLI. */
final class PrepareImages {
    private PrepareImages() {}

    public static void main(String[] references) {
        for (String reference : references) {
            try {
                boolean pull = reference.startsWith("pull:");
                ImageReference parsed = ImageReference.parse(pull ? reference.substring(5) : reference);
                RootFileSystem image = pull
                        ? Images.pull(parsed, PrepareImages::show)
                        : Images.open(parsed, PrepareImages::show);
                Entry first = image.entries().getFirst();
                System.out.println(reference + ": " + image.entries().size() + " entries, " + image.contents(first));
            } catch (ImageException e) {
                System.err.println(e);
                System.exit(125);
            }
        }
    }

    private static void show(String message, long done, long total) {
        if (done == total) {
            System.err.println(message);
        }
    }
}
