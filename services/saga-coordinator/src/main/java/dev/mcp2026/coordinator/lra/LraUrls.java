package dev.mcp2026.coordinator.lra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The URLs of long running actions, as Narayana's clients take them apart.
public final class LraUrls {
    public static final String PATH = "lra-coordinator";
    private static final String RECOVERY = "/" + PATH + "/recovery/";

    private LraUrls() {}

    /// @param base of the coordinator's interface, as `https://host:port`
    /// @param parent the URL of the one around it, or empty
    public static String of(String base, LraId id, String parent) {
        String url = base + "/" + PATH + "/" + id;
        return parent.isEmpty() ? url : url + "?ParentLRA=" + encoded(parent);
    }

    /// A participant's enlistment.
    public static String recovery(Lra lra, int number) {
        String base = lra.url().substring(0, lra.url().indexOf("/" + PATH + "/"));
        return base + RECOVERY + lra.id() + "/" + number;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
