package dev.mcp2026.identity.attest;

import dev.mcp2026.identity.entry.Selector;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Selectors from `/proc/PID/cgroup` (cgroups(7)): lines of `number:controllers:path`, one line with `0::` in version
/// 2.
final class Cgroups {
    /// kubepods-burstable-podUID.slice (systemd driver, '_' for '-'), or kubepods/burstable/podUID (cgroupfs driver).
    private static final Pattern POD = Pattern.compile(
            "(?:^|[/-])pod([0-9a-fA-F]{8}(?:[-_][0-9a-fA-F]{4}){3}[-_][0-9a-fA-F]{12})(?:\\.slice)?(?:/|$)");
    /// docker-ID.scope, cri-containerd-ID.scope, crio-ID.scope, libpod-ID.scope, or the ID alone.
    private static final Pattern CONTAINER = Pattern.compile("(?:^|[/-])([0-9a-f]{64})(?:\\.scope)?(?:/|$)");
    private static final Pattern UNIT = Pattern.compile("/([^/]+\\.service)(?:/|$)");

    /// Below it users name groups as they like, since systemd delegates them: also as others' pods and containers.
    private static final String USERS_OWN = "/user.slice/";

    private Cgroups() {}

    static Set<Selector> selectors(String file) {
        Set<Selector> found = new HashSet<>();
        for (String line : file.split("\n", -1)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[2].startsWith("/") && !parts[2].equals("/")) {
                add(parts[2], found);
            }
        }
        return found;
    }

    private static void add(String path, Set<Selector> found) {
        if (!Selector.canBe(path)) {
            return;
        }
        found.add(new Selector("cgroup", path));
        Matcher unit = UNIT.matcher(path);
        if (unit.find()) {
            found.add(new Selector("systemd", "unit:" + unit.group(1)));
        }
        if (!path.contains(USERS_OWN)) {
            addContainer(path, found);
        }
    }

    private static void addContainer(String path, Set<Selector> found) {
        Matcher pod = POD.matcher(path);
        if (pod.find()) {
            found.add(new Selector(
                    "k8s", "pod-uid:" + pod.group(1).replace('_', '-').toLowerCase(Locale.ROOT)));
        }
        Matcher container = CONTAINER.matcher(path);
        if (container.find()) {
            found.add(new Selector("container", "id:" + container.group(1)));
        }
    }
}
