package dev.mcp2026.servicekit.authorization;

import java.util.regex.Pattern;

/// Something that can be done, `<area>:<verb>`, as in `registry:register`. Services keep theirs as constants.
public record Action(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*:[a-z][a-z-]*");

    public Action {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not an action, write it as area:verb");
        }
    }

    public static Action of(String name) {
        return new Action(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
