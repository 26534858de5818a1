package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.trust.SpiffeId;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// What may stand in a registration entry, for the command line and for manifests. Refusals name the field; the cache
/// has
/// the last word, so this is for mistakes that can be told without asking it.
public final class EntryFields {
    public static final Duration TTL_MIN = Duration.ofSeconds(10);
    public static final Duration TTL_MAX = Duration.ofDays(90);
    private static final int SELECTORS_MAX = 32;
    private static final int HINT_MAX_CHARS = 255;
    private static final int QUOTED_MAX_CHARS = 60;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");
    private static final Pattern SELECTOR = Pattern.compile("[a-z][a-z0-9_-]{0,31}:\\P{Cntrl}{1,1024}");
    private static final Pattern DNS_NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

    private EntryFields() {}

    public static String name(String text) {
        return matching(
                NAME,
                "name",
                text,
                "is not a name of an entry",
                "use 1 to 128 letters, digits, '.', '_' and '-', beginning and ending with a letter or digit");
    }

    /// Of a workload, so with a path.
    public static String spiffeId(String text) {
        return workload(text).toString();
    }

    private static SpiffeId workload(String text) {
        SpiffeId id = SpiffeId.parse(text);
        if (id.path().isEmpty()) {
            throw Faults.invalid("spiffeId", "'" + id + "' names a trust domain, not a workload", "add a path");
        }
        return id;
    }

    /// As [#spiffeId], of that tenant: nobody else's may look like one of its.
    public static String spiffeIdOf(TenantId tenant, String text) {
        SpiffeId id = workload(text);
        boolean named = id.path().getFirst().equals("tenant") && id.path().size() > 2;
        if (named && !id.path().get(1).equals(tenant.value())) {
            throw Faults.invalid(
                    "spiffeId",
                    "'" + id + "' is of tenant " + id.path().get(1) + ", and the entry of tenant " + tenant,
                    "give both the same tenant (--tenant, or metadata.tenant)");
        }
        return id.toString();
    }

    public static String selector(String text) {
        return matching(
                SELECTOR,
                "selector",
                text,
                "is not a selector",
                "write type:value, as in unix:uid:1000 or unix:path:/usr/sbin/nginx");
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT for none, which would be everyone
    public static List<String> selectors(List<String> all) {
        if (all.isEmpty() || all.size() > SELECTORS_MAX) {
            throw Faults.invalid(
                    "selectors",
                    "there are " + all.size(),
                    "give 1 to " + SELECTORS_MAX
                            + ": a process needs all of them, and without any it would be everyone's");
        }
        return all;
    }

    public static String dnsName(String text) {
        return matching(DNS_NAME, "dns", text, "is not a DNS name", "write web.example.org or *.example.org");
    }

    public static String trustDomain(String text) {
        return matching(
                TRUST_DOMAIN,
                "trust domain",
                text,
                "is not a name of a trust domain",
                "use a-z, 0-9, '.', '_' and '-', without spiffe://");
    }

    public static String hint(String text) {
        if (text.length() > HINT_MAX_CHARS || text.chars().anyMatch(Character::isISOControl)) {
            throw Faults.invalid(
                    "hint",
                    "it is too long or has control characters",
                    "use at most " + HINT_MAX_CHARS + " printable characters");
        }
        return text;
    }

    private static String matching(Pattern pattern, String field, String text, String detail, String action) {
        if (!pattern.matcher(text).matches()) {
            String shown = Cell.shortened(text, QUOTED_MAX_CHARS);
            throw Faults.invalid(field, "'" + shown + "' " + detail, action);
        }
        return text;
    }
}
