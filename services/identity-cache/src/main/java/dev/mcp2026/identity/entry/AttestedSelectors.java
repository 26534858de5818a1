package dev.mcp2026.identity.entry;

import dev.mcp2026.kernel.error.Faults;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The selectors that attestation here can find. An entry with another would never match any process.
public final class AttestedSelectors {
    private static final Pattern CONTAINER_ID = Pattern.compile("[0-9a-f]{12,128}");
    private static final Pattern POD_UID = Pattern.compile("[0-9A-Za-z-]{1,128}");
    private static final long LARGEST_ID = 0xFFFF_FFFFL;

    private record Kind(String form, Predicate<String> canBe) {}

    private static final Kind NUMBER = new Kind("a number, as the kernel has it: 1000", AttestedSelectors::isId);
    private static final Kind PATH = new Kind("an absolute path", value -> value.startsWith("/"));

    private static final Map<String, Kind> KINDS = Map.of(
            "unix:uid:", NUMBER,
            "unix:gid:", NUMBER,
            "unix:supplementary_gid:", NUMBER,
            "unix:path:", PATH,
            "cgroup:", PATH,
            "systemd:unit:", new Kind("a unit's name: nginx.service", value -> !value.isEmpty()),
            "k8s:pod-uid:",
                    new Kind("a pod's UID", value -> POD_UID.matcher(value).matches()),
            "container:id:",
                    new Kind(
                            "a container's id in full, hexadecimal",
                            value -> CONTAINER_ID.matcher(value).matches()));

    private AttestedSelectors() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming one that no process can have
    public static void check(Set<Selector> selectors) {
        selectors.forEach(selector -> check(selector.toString()));
    }

    private static void check(String selector) {
        for (Map.Entry<String, Kind> known : KINDS.entrySet()) {
            if (selector.startsWith(known.getKey())) {
                String value = selector.substring(known.getKey().length());
                if (known.getValue().canBe().test(value)) {
                    return;
                }
                throw refused(
                        selector,
                        "after " + known.getKey() + " write " + known.getValue().form());
            }
        }
        throw refused(
                selector,
                "use " + String.join("…, ", KINDS.keySet().stream().sorted().toList()) + "…");
    }

    private static boolean isId(String value) {
        try {
            long id = Long.parseLong(value);
            return id >= 0 && id <= LARGEST_ID && value.equals(Long.toString(id));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static RuntimeException refused(String selector, String action) {
        String shown = selector.length() <= 80 ? selector : selector.substring(0, 80) + "…";
        return Faults.invalid("selectors", "no process can have '" + shown + "'", action);
    }
}
