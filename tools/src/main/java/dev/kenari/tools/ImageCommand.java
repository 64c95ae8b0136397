package dev.kenari.tools;

import dev.kenari.image.CachedImage;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.image.RootFileSystem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kenari image}: the images in the cache. */
@Command(name = "image", description = "Lists, builds and removes images.", mixinStandardHelpOptions = true)
final class ImageCommand {
    @Command(name = "ls", description = "List the images in the cache.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws ImageException {
        List<CachedImage> images = Images.list();
        if (json) {
            System.out.println("[" + String.join(",", images.stream().map(ImageCommand::json).toList()) + "]");
            return 0;
        }
        System.out.printf("%-14s %-20s %10s  %s%n", "ID", "CREATED", "MIB", "REFERENCES");
        for (CachedImage image : images) {
            System.out.printf(
                    "%-14s %-20s %10.1f  %s%n",
                    image.id().substring(0, Math.min(12, image.id().length())),
                    image.created().toString().replaceFirst("\\..*Z", "Z"),
                    image.bytes() / 1048576.0,
                    String.join(" ", image.references()));
        }
        return 0;
    }

    private static String json(CachedImage image) {
        String references = String.join(",", image.references().stream().map(r -> "\"" + r + "\"").toList());
        return "{\"id\":\"%s\",\"created\":\"%s\",\"bytes\":%d,\"references\":[%s]}"
                .formatted(image.id(), image.created(), image.bytes(), references);
    }

    @Command(name = "rm", description = "Remove images from the cache.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Reference or id.") List<String> images)
            throws ImageException {
        for (String image : images) {
            Images.remove(image);
        }
        return 0;
    }

    @Command(
            name = "build",
            description = "Make an image ready, asking the mirror for what is newest.",
            mixinStandardHelpOptions = true)
    int build(@Parameters(paramLabel = "IMAGE", description = "Reference, such as debian+python3.") String image)
            throws ImageException {
        RootFileSystem root = open(image, true);
        System.out.println(root.id());
        return 0;
    }

    /** The image, made if need be, with progress on standard error. */
    static RootFileSystem open(String reference, boolean newest) {
        ImageProgress progress = new ImageProgress(System.err, Terminals.isTerminal());
        try {
            ImageReference parsed = ImageReference.parse(reference);
            return newest ? Images.pull(parsed, progress) : Images.open(parsed, progress);
        } catch (ImageException e) {
            progress.end();
            throw new UserError(e.id(), e.getMessage());
        } finally {
            progress.end();
        }
    }
}
