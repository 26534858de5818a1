package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A SPIFFE id, `spiffe://<trust domain>/<segment>/…` (SPIFFE-ID specification, section 2).
///
/// @param trustDomain 1 to 255 of `[a-z0-9._-]`
/// @param path segments of `[A-Za-z0-9._-]`, none empty, `.` or `..`; an empty list is the trust domain itself
public record SpiffeId(String trustDomain, List<String> path) {
    private static final String SCHEME = "spiffe://";
    private static final String FIELD = "spiffeId";
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int MAX_BYTES = 2048;

    public SpiffeId {
        path = List.copyOf(path);
        if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw refused(trustDomain, "the trust domain must be 1 to 255 of a-z, 0-9, '.', '_' and '-'");
        }
        for (String segment : path) {
            if (segment.isEmpty()) {
                throw refused(
                        uri(trustDomain, path), "take away the '/' at its end, or one of two that follow each other");
            }
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw refused(segment, "path segments are of letters, digits, '.', '_' and '-', and not '.' or '..'");
            }
        }
        if (uri(trustDomain, path).length() > MAX_BYTES) {
            throw refused(trustDomain, "use at most " + MAX_BYTES + " bytes");
        }
    }

    public static SpiffeId of(String trustDomain, String... path) {
        return new SpiffeId(trustDomain, List.of(path));
    }

    /// @throws FaultException INVALID_ARGUMENT when it is not a SPIFFE id, ports, queries and fragments included
    public static SpiffeId parse(String uri) {
        // The scheme alone may be written in capitals (specification 2.1: compared as in RFC 3986).
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || uri.length() > MAX_BYTES) {
            throw refused(uri, "write it as spiffe://trust-domain/path, in at most " + MAX_BYTES + " bytes");
        }
        List<String> parts =
                new ArrayList<>(List.of(uri.substring(SCHEME.length()).split("/", -1)));
        String trustDomain = parts.removeFirst();
        return new SpiffeId(trustDomain, parts);
    }

    public boolean isMemberOf(String domain) {
        return trustDomain.equals(domain);
    }

    @Override
    public String toString() {
        return uri(trustDomain, path);
    }

    private static String uri(String trustDomain, List<String> path) {
        return SCHEME + trustDomain + (path.isEmpty() ? "" : "/" + String.join("/", path));
    }

    private static FaultException refused(String value, String action) {
        String shown = value.length() <= 80 ? value : value.substring(0, 80) + "…";
        return Faults.invalid(FIELD, "'" + shown + "' is not valid in a SPIFFE id", action);
    }
}
