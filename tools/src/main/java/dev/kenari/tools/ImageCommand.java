package dev.kenari.tools;

import dev.kenari.image.CachedImage;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.image.RootFileSystem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code kenari image}: the images in the cache. */
final class ImageCommand extends Command {
    ImageCommand() {
        super("image", "image COMMAND [FLAG]... [IMAGE]...", "Lists, builds and removes images.");
        add(new ListCommand());
        add(new BuildCommand());
        add(new RemoveCommand());
    }

    @Override
    int execute(ParseResult given) {
        throw usage("image ls, build or rm");
    }

    /** {@code kenari image ls}. */
    private static final class ListCommand extends Command {
        ListCommand() {
            super("ls", "image ls [--json]", "Lists the images in the cache.");
            add(flag("Print JSON.", "--json"));
        }

        @Override
        int execute(ParseResult given) throws ImageException {
            List<CachedImage> images = Images.list();
            if (given.hasMatchedOption("--json")) {
                System.out.println("[" + String.join(",", images.stream().map(ListCommand::json).toList()) + "]");
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
            String references = String.join(",", image.references().stream().map(Json::quoted).toList());
            return "{\"id\":\"%s\",\"created\":\"%s\",\"bytes\":%d,\"references\":[%s]}"
                    .formatted(image.id(), image.created(), image.bytes(), references);
        }
    }

    /** {@code kenari image build}. */
    private static final class BuildCommand extends Command {
        BuildCommand() {
            super(
                    "build",
                    "image build [--image IMAGE] [--output FILE [--format tar|ext4]]",
                    "Makes an image ready, asking the mirror for what is newest, and prints its id.");
            add(value("IMAGE", "As in 'kenari run' (default: debian).", "--image"));
            add(value("FILE", "Write the image that 'kenari run' would take.", "--output"));
            add(value("FORMAT", "What is written: tar, or ext4, a disk image (default: tar).", "--format"));
            addOperands();
        }

        @Override
        int execute(ParseResult given) throws ImageException {
            if (!operands(given).isEmpty()) {
                throw usage("'" + operands(given).getFirst() + "': image build takes --image and --output");
            }
            String output = given.matchedOptionValue("--output", null);
            String format = given.matchedOptionValue("--format", "tar");
            if (!format.equals("tar") && !format.equals("ext4")) {
                throw usage("--format " + format + ": tar or ext4");
            }
            if (output == null && given.hasMatchedOption("--format")) {
                throw usage("--format needs --output");
            }
            RootFileSystem root = open(given.matchedOptionValue("--image", ImageReference.DEFAULT.toString()), output == null);
            if (output != null && format.equals("ext4")) {
                Ext4Image.write(root, Path.of(output));
            } else if (output != null) {
                Images.export(root, Path.of(output));
            }
            System.out.println(root.id());
            return 0;
        }
    }

    /** {@code kenari image rm}. */
    private static final class RemoveCommand extends Command {
        RemoveCommand() {
            super("rm", "image rm IMAGE...", "Removes images from the cache, by reference or id.");
            addOperands();
        }

        @Override
        int execute(ParseResult given) throws ImageException {
            if (operands(given).isEmpty()) {
                throw usage("image rm needs an image");
            }
            for (String image : operands(given)) {
                Images.remove(image);
            }
            return 0;
        }
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
