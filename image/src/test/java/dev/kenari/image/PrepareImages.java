package dev.kenari.image;

/** Builds or finds the images named on the command line, before there is a CLI or beside it. */
final class PrepareImages {
    private PrepareImages() {}

    public static void main(String[] references) {
        for (String reference : references) {
            try {
                RootFileSystem image = Images.open(ImageReference.parse(reference), PrepareImages::show);
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
