package dev.mcp2026.spiffe;

import java.util.Random;

/// Damages text the way fuzzers do: a few characters replaced, removed, doubled, or a part moved.
final class Mutations {
    private static final String INTERESTING = "{}[]\",:.=-_/\\ \n\u0000%ä€😀0123456789eE+nulltruefalse";

    private Mutations() {}

    static String of(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(changed, random);
        }
        return changed.toString();
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, any(random));
            case 1 -> text.delete(at, end);
            case 2 -> text.replace(at, end, String.valueOf(any(random)));
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            default -> text.insert(at, String.valueOf(any(random)).repeat(1 + random.nextInt(50)));
        }
    }

    private static char any(Random random) {
        return random.nextInt(4) == 0
                ? (char) random.nextInt(0x180)
                : INTERESTING.charAt(random.nextInt(INTERESTING.length()));
    }
}
