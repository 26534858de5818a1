package dev.mcp2026.mcpctl.catalogue;

import com.google.protobuf.Duration;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.Evidence;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.Verdict;
import dev.mcp2026.yaml.DurationText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An instance as data for `-o json` and `-o yaml`. Field names are stable; times are RFC 3339 in UTC. What is not
/// set is left out.
public final class InstanceTree {
    private InstanceTree() {}

    public static Map<String, Object> of(Instance instance) {
        Registration registration = instance.getRegistration();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("tenant", registration.getTenant());
        tree.put("service", registration.getService());
        tree.put("instance", registration.getInstance());
        tree.put("cell", instance.getCell());
        tree.put("region", registration.getRegion());
        tree.put("zone", registration.getZone());
        tree.put("labels", new TreeMap<>(registration.getLabelsMap()));
        tree.put(
                "endpoints",
                registration.getEndpointsList().stream().map(InstanceTree::of).toList());
        tree.put(
                "checks",
                registration.getChecksList().stream().map(InstanceTree::of).toList());
        if (registration.hasLease()) {
            tree.put("lease", text(registration.getLease()));
        }
        tree.put("verdict", of(instance.getVerdict()));
        if (instance.hasStaleSince()) {
            tree.put("staleSince", Times.instant(instance.getStaleSince()).toString());
        }
        return tree;
    }

    private static Map<String, Object> of(Endpoint endpoint) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", endpoint.getName());
        tree.put("host", endpoint.getHost());
        tree.put("port", endpoint.getPort());
        tree.put("protocol", endpoint.getProtocol());
        return tree;
    }

    private static Map<String, Object> of(Check check) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", check.getName());
        tree.put("endpoint", check.getEndpoint());
        tree.put("kind", HealthText.kind(check));
        if (check.hasHttp()) {
            tree.put("path", check.getHttp().getPath());
        }
        if (check.hasGrpc()) {
            tree.put("grpcService", check.getGrpc().getService());
        }
        tree.put("interval", text(check.getInterval()));
        tree.put("timeout", text(check.getTimeout()));
        return tree;
    }

    private static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("state", HealthText.of(verdict.getState()));
        tree.put("previous", HealthText.of(verdict.getPrevious()));
        tree.put("cause", HealthText.of(verdict.getCause()));
        tree.put("reason", verdict.getReason());
        if (verdict.hasSince()) {
            tree.put("since", Times.instant(verdict.getSince()).toString());
        }
        List<Map<String, Object>> evidence =
                verdict.getEvidenceList().stream().map(InstanceTree::of).toList();
        tree.put("evidence", evidence);
        return tree;
    }

    private static Map<String, Object> of(Evidence evidence) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", HealthText.of(evidence.getKind()));
        tree.put("observer", evidence.getObserver());
        tree.put("check", evidence.getCheck());
        tree.put("outcome", HealthText.of(evidence.getOutcome()));
        tree.put("count", evidence.getCount());
        tree.put("detail", evidence.getDetail());
        if (evidence.hasAt()) {
            tree.put("at", Times.instant(evidence.getAt()).toString());
        }
        return tree;
    }

    private static String text(Duration duration) {
        return DurationText.format(java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos()));
    }
}
