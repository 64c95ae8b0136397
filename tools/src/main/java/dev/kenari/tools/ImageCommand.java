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
            String references = String.join(",", image.references().stream().map(ListCommand::quoted).toList());
            return "{\"id\":\"%s\",\"created\":\"%s\",\"bytes\":%d,\"references\":[%s]}"
                    .formatted(image.id(), image.created(), image.bytes(), references);
        }

        /** A JSON string (RFC 8259, section 7). */
        private static String quoted(String text) {
            StringBuilder json = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c < ' ') {
                    json.append("\\u%04x".formatted((int) c));
                } else {
                    json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
                }
            }
            return json.append('"').toString();
        }
    }

    /** {@code kenari image build}. */
    private static final class BuildCommand extends Command {
        BuildCommand() {
            super(
                    "build",
                    "image build [--image IMAGE] [--output FILE]",
                    "Makes an image ready, asking the mirror for what is newest, and prints its id.");
            add(value("IMAGE", "As in 'kenari run' (default: debian).", "--image"));
            add(value("FILE", "Write the image that 'kenari run' would take as a tar.", "--output"));
            addOperands();
        }

        @Override
        int execute(ParseResult given) throws ImageException {
            if (!operands(given).isEmpty()) {
                throw usage("'" + operands(given).getFirst() + "': image build takes --image and --output");
            }
            String output = given.matchedOptionValue("--output", null);
            RootFileSystem root = open(given.matchedOptionValue("--image", ImageReference.DEFAULT.toString()), output == null);
            if (output != null) {
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
