package dev.kenari.tools;

import dev.kenari.image.CachedImage;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.image.RootFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code kenari image}: the images in the cache. */
final class ImageCommand {
    private static final String HELP = """
            usage: kenari image ls [--json] | build [--image IMAGE] [--output FILE] | rm IMAGE...

              ls          List the images in the cache; --json: as JSON.
              build       Make an image ready, asking the mirror for what is newest; --output: write it as a tar instead.
              rm          Remove images from the cache, by reference or id.
            """;

    private ImageCommand() {}

    static int run(List<String> arguments) {
        String action = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (action) {
                case "ls" -> list(rest);
                case "build" -> build(rest);
                case "rm" -> remove(rest);
                case "-h", "--help" -> help();
                default -> throw new UserError("usage", "image ls, build or rm; see 'kenari image --help'");
            };
        } catch (ImageException e) {
            throw new UserError(e.id(), e.getMessage());
        }
    }

    private static int help() {
        System.out.print(HELP);
        return 0;
    }

    private static int list(List<String> arguments) throws ImageException {
        boolean[] json = {false};
        Flags flags = new Flags("image ls [--json]", "Lists the images in the cache.", "");
        flags.flag("--json", "Print JSON.", () -> json[0] = true);
        if (flags.parse(arguments).isEmpty()) {
            return 0;
        }
        List<CachedImage> images = Images.list();
        if (json[0]) {
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
        String references = String.join(",", image.references().stream().map(ImageCommand::quoted).toList());
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

    private static int remove(List<String> arguments) throws ImageException {
        Flags flags = new Flags("image rm IMAGE...", "Removes images from the cache, by reference or id.", "");
        Optional<List<String>> images = flags.parse(arguments);
        if (images.isPresent() && images.get().isEmpty()) {
            throw flags.usage("image rm needs an image");
        }
        for (String image : images.orElse(List.of())) {
            Images.remove(image);
        }
        return 0;
    }

    private static int build(List<String> arguments) throws ImageException {
        String[] image = {ImageReference.DEFAULT.toString()};
        String[] output = {null};
        Flags flags = new Flags(
                "image build [--image IMAGE] [--output FILE]",
                "Makes an image ready, asking the mirror for what is newest, and prints its id.",
                "");
        flags.value("--image", "IMAGE", "As in 'kenari run' (default: debian).", value -> image[0] = value);
        flags.value(
                "--output", "FILE", "Write the image that 'kenari run' would take as a tar.", value -> output[0] = value);
        Optional<List<String>> operands = flags.parse(arguments);
        if (operands.isEmpty()) {
            return 0;
        }
        if (!operands.get().isEmpty()) {
            throw flags.usage("'" + operands.get().getFirst() + "': image build takes --image and --output");
        }
        RootFileSystem root = open(image[0], output[0] == null);
        if (output[0] != null) {
            Images.export(root, Path.of(output[0]));
        }
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
