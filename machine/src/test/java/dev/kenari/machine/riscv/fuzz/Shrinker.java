package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.HartFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a failing case smaller while it still fails: fewer lines, fewer rounds of its loops (delta debugging). */
final class Shrinker {
    private static final Pattern LOAD = Pattern.compile("(li x(?:19|20|21|22|23|28),)(\\d+)$");

    private final HartFactory reference;
    private final HartFactory engine;
    /** Candidates that may still be tried. */
    private int attempts;

    private long limit;

    Shrinker(HartFactory reference, HartFactory engine, int attempts) {
        this.reference = reference;
        this.engine = engine;
        this.attempts = attempts;
    }

    Case shrink(Case failing) {
        limit = Lockstep.run(failing, reference, Lockstep.LIMIT).retired() + 10_000;
        List<String> lines = new ArrayList<>(failing.text().lines().toList());
        int before;
        do {
            before = lines.size();
            for (int chunk = Math.max(1, lines.size() / 2); chunk > 0; chunk /= 2) {
                remove(lines, chunk);
            }
            fewerRounds(lines);
        } while (lines.size() < before && attempts > 0);
        return parse(lines);
    }

    private void remove(List<String> lines, int chunk) {
        for (int at = lines.size() - chunk; at >= 0; at -= chunk) {
            List<String> candidate = new ArrayList<>(lines);
            candidate.subList(at, Math.min(at + chunk, lines.size())).clear();
            if (stillFails(candidate)) {
                lines.subList(at, Math.min(at + chunk, lines.size())).clear();
            }
        }
    }

    private void fewerRounds(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = LOAD.matcher(lines.get(i));
            while (matcher.find() && Long.parseLong(matcher.group(2)) > 1) {
                String old = lines.get(i);
                lines.set(i, matcher.replaceFirst("$1" + Long.parseLong(matcher.group(2)) / 2));
                if (!stillFails(lines)) {
                    lines.set(i, old);
                    break;
                }
                matcher = LOAD.matcher(lines.get(i));
            }
        }
    }

    private boolean stillFails(List<String> lines) {
        if (attempts <= 0) {
            return false;
        }
        attempts--;
        try {
            Case candidate = parse(lines);
            return Lockstep.difference(candidate, Lockstep.run(candidate, reference, limit), engine) != null;
        } catch (IllegalArgumentException | Lockstep.Runaway e) {
            // Without this line it is no program, or one that does not end.
            return false;
        }
    }

    private static Case parse(List<String> lines) {
        return Case.parse(String.join("\n", lines) + "\n");
    }
}
