package dev.mcp2026.registry.wire;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/// One copy of texts that many records repeat: tenants, services, zones, labels. With 100,000 instances most
/// strings are such, and a collection of garbage takes time for each.
///
/// A direct-mapped table of fixed size: a text that meets another in its slot takes its place, so what is rare is
/// merely not shared. A lost race costs a copy, never a wrong answer.
final class SharedText {
    private static final int SLOTS = 1 << 14;
    private static final int LENGTH_MAX = 64;

    private final AtomicReferenceArray<String> slots = new AtomicReferenceArray<>(SLOTS);

    String of(String text) {
        if (text.length() > LENGTH_MAX) {
            return text;
        }
        int hash = text.hashCode();
        int slot = (hash ^ (hash >>> 14)) & (SLOTS - 1);
        String known = slots.getAcquire(slot);
        if (text.equals(known)) {
            return known;
        }
        slots.setRelease(slot, text);
        return text;
    }

    Map<String, String> of(Map<String, String> texts) {
        // Immutable at once, so that the record which takes it need not copy it again.
        return texts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> of(entry.getKey()), entry -> of(entry.getValue())));
    }
}
