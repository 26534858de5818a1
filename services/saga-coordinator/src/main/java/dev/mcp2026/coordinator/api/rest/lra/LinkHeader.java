package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A participant's places, as a `Link` header has them (RFC 8288, section 3): one link for each of `compensate`,
/// `complete`, `status`, `forget` and `after`, or one for the `participant`.
final class LinkHeader {
    private static final Set<String> PLACES =
            Set.of("participant", "compensate", "complete", "status", "forget", "after");
    private static final Limit LENGTH = new Limit("a Link header", 16_384, "characters");
    private static final Pattern REL =
            Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]+))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT
    static Links parse(String header) {
        LENGTH.check("Link", header.length());
        Map<String, String> places = new HashMap<>();
        int at = 0;
        while (at < header.length()) {
            int open = header.indexOf('<', at);
            int close = header.indexOf('>', at);
            if (open < 0 || close < open || !header.substring(at, open).isBlank()) {
                throw malformed(header.substring(at));
            }
            int end = end(header, close);
            Matcher rel = REL.matcher(header.substring(close + 1, end));
            if (!rel.find()) {
                throw malformed(header.substring(at, end));
            }
            String named = (rel.group(1) == null ? rel.group(2) : rel.group(1)).toLowerCase(Locale.ROOT);
            // Clients send their time limit so, too.
            if (PLACES.contains(named)) {
                places.putIfAbsent(named, absolute(header.substring(open + 1, close)));
            }
            at = end + 1;
        }
        String participant = places.get("participant");
        Links links = participant == null ? links(places) : Links.below(participant);
        if (links.compensate().isEmpty() && links.after().isEmpty()) {
            throw Faults.invalid(
                    "Link",
                    "a participant without a place to compensate and without one to hear of the end",
                    "send a link with rel=\"compensate\" or rel=\"after\"");
        }
        return links;
    }

    /// Where a link's parameters end: at a comma that is not quoted, or with the header.
    private static int end(String header, int from) {
        boolean quoted = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == ',' && !quoted) {
                return i;
            }
            quoted = (c == '"') != quoted;
        }
        return header.length();
    }

    private static Links links(Map<String, String> places) {
        return new Links(
                Optional.ofNullable(places.get("compensate")),
                Optional.ofNullable(places.get("complete")),
                Optional.ofNullable(places.get("status")),
                Optional.ofNullable(places.get("forget")),
                Optional.ofNullable(places.get("after")));
    }

    /// By a header, or by one URL under which a participant's places are.
    static Links parseOrBelow(String text) {
        return isLinks(text) ? parse(text) : Links.below(absolute(text.strip()));
    }

    static boolean isLinks(String text) {
        return text.stripLeading().startsWith("<");
    }

    private static String absolute(String url) {
        try {
            URI uri = new URI(url);
            if (!uri.isAbsolute() || uri.getHost() == null) {
                throw malformed(url);
            }
            return url;
        } catch (URISyntaxException e) {
            throw malformed(url);
        }
    }

    private static RuntimeException malformed(String what) {
        String shown = what.length() > 200 ? what.substring(0, 200) + "…" : what;
        return Faults.invalid(
                "Link",
                "'" + shown.replaceAll("\\p{Cntrl}", " ") + "' is no link",
                "write <https://host:port/path>; rel=\"compensate\"");
    }
}
