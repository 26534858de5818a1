package dev.mcp2026.mcpctl;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the process was given: everything outside the command line that an answer may depend on.
///
/// @param variables of the shell
/// @param interactive a terminal is attached on both sides
/// @param zone of the times that people are shown
/// @param random for idempotency keys and the jitter of reconnects
public record Environment(
        Map<String, String> variables,
        Path home,
        boolean interactive,
        InstantSource clock,
        ZoneId zone,
        RandomGenerator random) {
    private static final String CONFIG_VARIABLE = "MCPCTL_CONFIG";

    Path contextFile(@Nullable Path option) {
        if (option != null) {
            return option;
        }
        String named = variables.get(CONFIG_VARIABLE);
        return named == null || named.isEmpty()
                ? home.resolve(Path.of(".config", "mcp2026", "mcpctl.yaml"))
                : Path.of(named);
    }

    /// See no-color.org: any value that is not empty turns colours off.
    boolean colour() {
        return interactive
                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !variables.getOrDefault("TERM", "").equals("dumb");
    }
}
