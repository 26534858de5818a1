package dev.mcp2026.saga;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// A step within its saga: letters, digits and underscores, so that templates can say `results.reserve`.
public record StepName(String value) implements Comparable<StepName> {
    private static final int MAX = 48;
    private static final Pattern FORM = Pattern.compile("[a-z][a-zA-Z0-9_]{0," + (MAX - 1) + "}");

    public StepName {
        if (!FORM.matcher(value).matches()) {
            throw Faults.invalid(
                    "step",
                    "'" + value + "' is no step's name",
                    "use a small letter, then letters, digits and _, at most " + MAX + " characters");
        }
    }

    @Override
    public int compareTo(StepName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
