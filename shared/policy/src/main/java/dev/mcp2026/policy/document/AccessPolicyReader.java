package dev.mcp2026.policy.document;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.policy.PolicyName;
import dev.mcp2026.policy.access.AccessExample;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRequest;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Condition;
import dev.mcp2026.policy.access.Effect;
import dev.mcp2026.policy.access.Glob;
import dev.mcp2026.policy.access.Subject;
import dev.mcp2026.yaml.YamlDocuments;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `kind: AccessPolicy`.
public final class AccessPolicyReader {
    public static final String KIND = "AccessPolicy";
    private static final String API_VERSION = "mcp2026/v1";
    private static final Limit RULES = new Limit("a policy's rules", 1_000, "rules");
    private static final Limit PATTERNS = new Limit("a rule's patterns of one kind", 100, "patterns");
    private static final Limit LABELS = new Limit("labels", 64, "labels");
    private static final Set<String> ROLES =
            Set.of("cell-service", "platform-operator", "tenant-operator", "workload", "observer");

    private AccessPolicyReader() {}

    /// @param file what to call the source in errors
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field, LIMIT_EXCEEDED
    public static List<AccessPolicy> read(String file, String text) {
        return YamlDocuments.parse(file, text).stream()
                .map(AccessPolicyReader::read)
                .toList();
    }

    public static AccessPolicy read(YamlValue document) {
        YamlFields top = document.fields("apiVersion", "kind", "metadata", "spec");
        requireText(top.required("apiVersion", "apiVersion: " + API_VERSION), API_VERSION);
        requireText(top.required("kind", "kind: " + KIND), KIND);
        YamlFields metadata = top.required("metadata").fields("name", "tenant");
        Optional<TenantId> tenant = metadata.optional("tenant").map(value -> value.as(TenantId::new));
        YamlFields spec = top.required("spec").fields("rules", "examples");
        YamlValue rules = spec.required("rules");
        RULES.check(rules.place(), rules.items().size());
        List<AccessRule> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue item : rules.items()) {
            AccessRule rule = rule(item);
            if (!names.add(rule.name())) {
                throw item.refused("two rules are called '" + rule.name() + "'", "give each a name of its own");
            }
            read.add(rule);
        }
        if (read.isEmpty()) {
            throw rules.refused("a policy needs at least one rule", "add one: - name: NAME");
        }
        return new AccessPolicy(
                metadata.required("name").as(PolicyName::new),
                tenant,
                read,
                spec.items("examples").stream()
                        .map(item -> example(item, tenant))
                        .toList());
    }

    private static AccessRule rule(YamlValue item) {
        YamlFields fields = item.fields(
                "name", "effect", "roles", "subjects", "actions", "resources", "namespaces", "labels", "when");
        return new AccessRule(
                fields.required("name").as(PolicyName::new).value(),
                fields.or("effect", Effect.ALLOW, AccessPolicyReader::effect),
                roles(fields),
                globs(fields, "subjects"),
                globs(fields, "actions"),
                globs(fields, "resources"),
                globs(fields, "namespaces"),
                labels(fields, "labels"),
                fields.optional("when").map(value -> value.as(Condition::compile)));
    }

    private static Effect effect(YamlValue value) {
        return switch (value.text()) {
            case "allow" -> Effect.ALLOW;
            case "deny" -> Effect.DENY;
            default -> throw value.refused("'" + value.text() + "' is no effect", "write allow or deny");
        };
    }

    private static Set<String> roles(YamlFields fields) {
        Set<String> roles = new HashSet<>();
        for (YamlValue item : fields.items("roles")) {
            if (!ROLES.contains(item.text())) {
                throw item.refused(
                        "'" + item.text() + "' is no role",
                        "use one of " + ROLES.stream().sorted().toList());
            }
            roles.add(item.text());
        }
        return roles;
    }

    private static List<Glob> globs(YamlFields fields, String key) {
        List<YamlValue> items = fields.items(key);
        PATTERNS.check(key, items.size());
        return items.stream().map(item -> item.as(Glob::of)).toList();
    }

    private static Map<String, String> labels(YamlFields fields, String key) {
        Map<String, String> labels = new LinkedHashMap<>();
        fields.optional(key)
                .ifPresent(value -> value.entries().forEach((name, label) -> labels.put(name, label.text())));
        LABELS.check(key, labels.size());
        return labels;
    }

    private static AccessExample example(YamlValue item, Optional<TenantId> tenant) {
        YamlFields fields = item.fields("subject", "action", "resource", "tenant", "namespace", "labels", "allowed");
        YamlFields subject = fields.required("subject").fields("id", "role", "tenant", "labels");
        TenantId of = fields.optional("tenant")
                .map(value -> value.as(TenantId::new))
                .or(() -> tenant)
                .orElseThrow(() -> item.refused("it is of no tenant", "add tenant: NAME"));
        return new AccessExample(
                new AccessRequest(
                        new Subject(
                                subject.or("id", "", YamlValue::text),
                                subject.required("role").text(),
                                subject.or("tenant", "", YamlValue::text),
                                labels(subject, "labels")),
                        fields.required("action").text(),
                        fields.required("resource").text(),
                        of,
                        fields.or("namespace", "", YamlValue::text),
                        labels(fields, "labels")),
                truth(fields.required("allowed")),
                item.line());
    }

    private static boolean truth(YamlValue value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw value.refused("'" + value.text() + "' is neither true nor false", "write one of them");
        };
    }

    private static void requireText(YamlValue value, String wanted) {
        if (!value.text().equals(wanted)) {
            throw value.refused("'" + value.text() + "' is not known", "write " + wanted);
        }
    }
}
