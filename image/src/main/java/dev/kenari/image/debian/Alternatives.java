package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code update-alternatives --install} does (update-alternatives(1)), for the calls that stand in packages'
 * postinst scripts with literal arguments.
 */
final class Alternatives {
    private static final String DIRECTORY = "/etc/alternatives/";
    private static final String DATABASE = "/var/lib/dpkg/alternatives/";
    private static final Pattern CALL = Pattern.compile("(?m)(?:^|[\\s;&|({])update-alternatives((?:[^\\n;&|#])*)");

    private final Map<String, Group> groups = new TreeMap<>();

    /** One generic name. */
    private static final class Group {
        final String link;
        final SequencedMap<String, String> slaveLinks = new LinkedHashMap<>();
        final List<Choice> choices = new ArrayList<>();

        Group(String link) {
            this.link = link;
        }
    }

    private record Choice(String path, int priority, Map<String, String> slaves) {}

    /** Finds the calls in a script. Calls with variables or of other commands are left alone. */
    void scan(String script) {
        Matcher matcher = CALL.matcher(script.replace("\\\n", " "));
        while (matcher.find()) {
            String[] words = matcher.group(1).strip().split("\\s+");
            if (!matcher.group(1).contains("$")) {
                install(words);
            }
        }
    }

    private void install(String[] words) {
        Group group = null;
        Choice choice = null;
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--install") && i + 4 < words.length && words[i + 4].matches("-?[0-9]{1,9}")) {
                String link = words[i + 1];
                group = groups.computeIfAbsent(words[i + 2], name -> new Group(link));
                choice = new Choice(words[i + 3], Integer.parseInt(words[i + 4]), new LinkedHashMap<>());
                group.choices.add(choice);
                i += 4;
            } else if (words[i].equals("--slave") && i + 3 < words.length && choice != null) {
                group.slaveLinks.put(words[i + 2], words[i + 1]);
                choice.slaves.put(words[i + 2], words[i + 3]);
                i += 3;
            }
        }
    }

    /** Makes the links and the database; a choice whose file is not in the image is none. */
    void apply(StagedImage image, long mtimeNanos) throws ImageException {
        for (Map.Entry<String, Group> entry : groups.entrySet()) {
            Group group = entry.getValue();
            List<Choice> choices = new ArrayList<>();
            for (Choice choice : group.choices) {
                if (image.find(choice.path) != null) {
                    choices.add(choice);
                }
            }
            if (!choices.isEmpty()) {
                Choice best = choices.stream()
                        .max(Comparator.comparingInt(Choice::priority))
                        .orElseThrow();
                link(image, entry.getKey(), group.link, best.path, mtimeNanos);
                for (Map.Entry<String, String> slave : group.slaveLinks.entrySet()) {
                    String target = best.slaves.get(slave.getKey());
                    if (target != null && image.find(target) != null) {
                        link(image, slave.getKey(), slave.getValue(), target, mtimeNanos);
                    }
                }
                byte[] record = record(group, choices).getBytes(StandardCharsets.UTF_8);
                image.file(DATABASE + entry.getKey(), Attributes.ofRoot(0644, mtimeNanos), record);
            }
        }
    }

    private static void link(StagedImage image, String name, String link, String target, long mtimeNanos)
            throws ImageException {
        Attributes attributes = Attributes.ofRoot(0777, mtimeNanos);
        image.symlink(DIRECTORY + name, attributes, target);
        // As update-alternatives: a real file in the link's place stays.
        var existing = image.findNoFollow(link);
        if (existing == null || existing.type() == dev.kenari.image.EntryType.SYMLINK) {
            image.symlink(link, attributes, DIRECTORY + name);
        }
    }

    private static String record(Group group, List<Choice> choices) {
        StringBuilder text = new StringBuilder("auto\n" + group.link + "\n");
        group.slaveLinks.forEach(
                (name, link) -> text.append(name).append('\n').append(link).append('\n'));
        text.append('\n');
        for (Choice choice : choices) {
            text.append(choice.path).append('\n').append(choice.priority).append('\n');
            for (String name : group.slaveLinks.keySet()) {
                text.append(choice.slaves.getOrDefault(name, "")).append('\n');
            }
        }
        return text.append('\n').toString();
    }
}
