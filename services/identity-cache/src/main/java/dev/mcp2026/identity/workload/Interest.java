package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What one xDS stream asks for and what it has, as far as it was sent. Decides what is due to it.
///
/// @param implicit it began by naming nothing, which means all
/// @param names it asks for, [#EVERYTHING] among them for all
/// @param held version of what was sent last, whether it was taken or refused: a refused one is not sent again
record Interest(boolean implicit, Set<String> names, Map<String, String> held) {
    static final String EVERYTHING = "*";
    static final Interest NONE = new Interest(false, Set.of(), Map.of());
    private static final Limit NAME = new Limit("a secret's name", 2048, "characters");

    Interest {
        names = Set.copyOf(names);
        held = Map.copyOf(held);
    }

    /// What is due, and the interest when it is sent.
    ///
    /// @param present all that the stream asks for and that exists
    /// @param changed those of them that it does not have so
    /// @param removed names of what it has and what exists no longer
    record Due(Interest after, List<VersionedSecret> present, List<VersionedSecret> changed, List<String> removed) {
        Due {
            present = List.copyOf(present);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }

    /// State of the world: `now` is the whole list. A list that becomes empty asks for nothing; only one that is empty
    /// from the beginning asks for all.
    Interest replaced(Collection<String> now, boolean first, Limit limit) {
        return checked(now.isEmpty() && (first || implicit), new LinkedHashSet<>(now), held, limit);
    }

    /// Incremental: what is subscribed to is due again, also if it was before, unless the client has that version.
    ///
    /// @param has versions that the client has from an earlier stream
    Interest changed(
            Collection<String> subscribe,
            Collection<String> unsubscribe,
            Map<String, String> has,
            boolean first,
            Limit limit) {
        limit.check("initial_resource_versions", has.size());
        Set<String> now = new LinkedHashSet<>(names);
        Map<String, String> holds = new HashMap<>(held);
        now.addAll(subscribe);
        if (first && subscribe.isEmpty()) {
            now.add(EVERYTHING);
        }
        holds.keySet().removeAll(Set.copyOf(subscribe));
        holds.putAll(has);
        now.removeAll(Set.copyOf(unsubscribe));
        return checked(false, now, holds, limit);
    }

    Due due(Secrets secrets) {
        // Sorted, so that the same secrets have the same version together.
        Set<String> wanted = new TreeSet<>(names);
        wanted.remove(EVERYTHING);
        if (all()) {
            wanted.addAll(secrets.names());
        }
        List<VersionedSecret> present = new ArrayList<>();
        List<VersionedSecret> changed = new ArrayList<>();
        Map<String, String> holds = new HashMap<>();
        for (String name : wanted) {
            Optional<VersionedSecret> found = secrets.find(name);
            if (found.isPresent()) {
                VersionedSecret secret = found.get();
                present.add(secret);
                holds.put(name, secret.version());
                if (!secret.version().equals(held.get(name))) {
                    changed.add(secret);
                }
            }
        }
        List<String> removed =
                held.keySet().stream().filter(name -> !holds.containsKey(name)).toList();
        return new Due(new Interest(implicit, names, holds), present, changed, removed);
    }

    private boolean all() {
        return implicit || names.contains(EVERYTHING);
    }

    /// What is no longer asked for is no longer held: asked for again, it is due again.
    private static Interest checked(boolean implicit, Set<String> names, Map<String, String> held, Limit limit) {
        limit.check("resource_names", names.size());
        names.forEach(name -> NAME.check("resource_names", name.length()));
        Map<String, String> holds = new HashMap<>(held);
        if (!implicit && !names.contains(EVERYTHING)) {
            holds.keySet().retainAll(names);
        }
        return new Interest(implicit, names, holds);
    }
}
