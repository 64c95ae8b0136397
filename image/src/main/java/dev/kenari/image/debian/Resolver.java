package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Picks a set of packages that meets every dependency of the wanted ones and has no conflict inside. Where there is a
 * choice, what is already picked comes first, then the order of the alternatives, as in apt; a choice that ends in a
 * conflict is taken back.
 */
public final class Resolver {
    /** Real images need a few hundred steps; a pathological index must not search for ever. */
    private static final int MAX_STEPS = 100_000;

    private final PackageIndex index;
    private int steps;

    /** The failure that stopped the search's most successful branch. */
    private ImageException failure;

    private int failureDepth = -1;

    public Resolver(PackageIndex index) {
        this.index = index;
    }

    /** A step of the search: what is picked and which dependencies are left to look at. */
    private record State(Map<String, BinaryPackage> picked, Deque<Pending> pending) {
        State copy() {
            return new State(new LinkedHashMap<>(picked), new ArrayDeque<>(pending));
        }
    }

    private record Pending(BinaryPackage by, List<Relation> group) {}

    /**
     * The wanted packages and what they need, wanted ones first, otherwise in the order found.
     *
     * @throws ImageException {@code unknown-package}, {@code unmet-dependency} or {@code package-conflict}
     */
    public List<BinaryPackage> resolve(Collection<String> wanted) throws ImageException {
        State start = new State(new LinkedHashMap<>(), new ArrayDeque<>());
        for (String name : wanted) {
            BinaryPackage found = named(name);
            if (!start.picked.containsKey(found.name())) {
                ImageException conflict = conflict(start, found);
                if (conflict != null) {
                    throw conflict;
                }
                pick(start, found);
            }
        }
        State solved = search(start);
        if (solved == null) {
            throw failure;
        }
        return List.copyOf(solved.picked.values());
    }

    private BinaryPackage named(String name) throws ImageException {
        BinaryPackage found = index.get(name);
        if (found != null) {
            return found;
        }
        List<BinaryPackage> providers = index.candidates(new Relation(name, "", null));
        if (providers.size() == 1) {
            return providers.getFirst();
        }
        List<String> near = providers.isEmpty()
                ? index.near(name)
                : providers.stream().limit(6).map(BinaryPackage::name).toList();
        String hint = near.isEmpty()
                ? ""
                : (providers.isEmpty() ? "; did you mean " : "; it is provided by ") + String.join(", ", near)
                        + (providers.isEmpty() ? "?" : "");
        throw new ImageException("unknown-package", "no Debian package '" + name + "'" + hint);
    }

    private State search(State state) {
        while (!state.pending.isEmpty()) {
            if (++steps > MAX_STEPS) {
                fail(state, new ImageException("unmet-dependency", "dependencies too tangled to resolve"));
                return null;
            }
            Pending next = state.pending.poll();
            if (isMet(state, next.group)) {
                continue;
            }
            List<BinaryPackage> viable = new ArrayList<>();
            ImageException refused = null;
            for (Relation relation : next.group) {
                for (BinaryPackage candidate : index.candidates(relation)) {
                    ImageException conflict = conflict(state, candidate);
                    if (conflict == null && !viable.contains(candidate)) {
                        viable.add(candidate);
                    } else if (conflict != null) {
                        refused = conflict;
                    }
                }
            }
            if (viable.isEmpty()) {
                fail(state, refused != null ? refused : unmet(next));
                return null;
            }
            if (viable.size() > 1) {
                return choose(state, viable);
            }
            pick(state, viable.getFirst());
        }
        return state;
    }

    private State choose(State state, List<BinaryPackage> viable) {
        for (BinaryPackage candidate : viable) {
            State branch = state.copy();
            pick(branch, candidate);
            State solved = search(branch);
            if (solved != null || steps > MAX_STEPS) {
                return solved;
            }
        }
        return null;
    }

    private static void pick(State state, BinaryPackage found) {
        state.picked.put(found.name(), found);
        for (List<Relation> group : found.depends()) {
            state.pending.add(new Pending(found, group));
        }
    }

    private static boolean isMet(State state, List<Relation> group) {
        for (Relation relation : group) {
            BinaryPackage named = state.picked.get(relation.name());
            if (named != null && relation.accepts(named.version())) {
                return true;
            }
        }
        for (BinaryPackage picked : state.picked.values()) {
            for (Relation relation : group) {
                if (!picked.provides().isEmpty() && PackageIndex.meets(picked, relation)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Null where the candidate and all that is picked can be installed together. */
    private static ImageException conflict(State state, BinaryPackage candidate) {
        for (BinaryPackage picked : state.picked.values()) {
            if (!picked.name().equals(candidate.name())
                    && (clash(candidate, picked) || clash(picked, candidate))) {
                return new ImageException(
                        "package-conflict", candidate + " and " + picked + " cannot be installed together");
            }
        }
        return null;
    }

    private static boolean clash(BinaryPackage a, BinaryPackage b) {
        for (Relation conflict : a.conflicts()) {
            if (PackageIndex.meets(b, conflict)) {
                return true;
            }
        }
        return false;
    }

    private ImageException unmet(Pending pending) {
        String group = String.join(" | ", pending.group.stream().map(Relation::toString).toList());
        return new ImageException(
                "unmet-dependency", pending.by + " depends on " + group + ", which the mirror does not have");
    }

    private void fail(State state, ImageException reason) {
        if (state.picked.size() > failureDepth) {
            failureDepth = state.picked.size();
            failure = reason;
        }
    }
}
