package dev.mcp2026.lratck;

import java.util.Map;
import java.util.Optional;

/// What the run script says, by the environment. Not by MicroProfile Config: the TCK also asks from threads and from
/// tests
/// that are outside of the application, where there is none.
record Settings(Map<String, String> environment) {
    static final String COORDINATOR = "LRA_COORDINATOR_URL";
    static final String FACTOR = "LRA_TCK_TIMEOUT_FACTOR";
    static final String TOKEN_FILE = "LRATCK_TOKEN_FILE";
    /// Of Narayana's client, so that one configuration is enough.
    static final String HTTP_CLIENT = "LRA_HTTP_CLIENT_";

    static Settings ofProcess() {
        return new Settings(System.getenv());
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not set; infra/lra-tck/run does that"));
    }
}
