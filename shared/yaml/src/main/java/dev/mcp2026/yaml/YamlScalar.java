package dev.mcp2026.yaml;

import java.math.BigDecimal;

/// A single value as JSON would type it. YAML 1.1's other spellings (`yes`, `0o17`, `1:30`) are text.
public sealed interface YamlScalar {
    record Text(String value) implements YamlScalar {}

    record Number(BigDecimal value) implements YamlScalar {}

    record Truth(boolean value) implements YamlScalar {}

    record Nothing() implements YamlScalar {}
}
