package dev.mcp2026.kernel.id;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// Grammar shared by the ids: RFC 1123 labels (`[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 octets) and
/// dotted subdomain names (at most 253).
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final int SUBDOMAIN_MAX_CHARS = 253;

    private Names() {}

    static String label(String field, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw Faults.invalid(
                    field,
                    "'" + shorten(value) + "' is not a valid " + field,
                    "use 1 to 63 lower-case letters, digits or '-', starting and ending with a letter or digit");
        }
        return value;
    }

    static String subdomain(String field, String value) {
        boolean valid = !value.isEmpty() && value.length() <= SUBDOMAIN_MAX_CHARS;
        for (String part : value.split("\\.", -1)) {
            valid = valid && LABEL.matcher(part).matches();
        }
        if (!valid) {
            throw Faults.invalid(
                    field,
                    "'" + shorten(value) + "' is not a valid " + field,
                    "use at most 253 characters: lower-case labels of letters, digits or '-', joined by '.'");
        }
        return value;
    }

    private static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
