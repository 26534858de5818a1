package dev.mcp2026.coordinator.log;

/// Crockford's digits, in small letters: they sort as the numbers do.
final class Base32 {
    static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;

    private Base32() {}

    /// The low `5 * digits` bits.
    static String of(long value, int digits) {
        char[] text = new char[digits];
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (rest & (DIGITS.length() - 1)));
            rest >>>= BITS;
        }
        return new String(text);
    }
}
