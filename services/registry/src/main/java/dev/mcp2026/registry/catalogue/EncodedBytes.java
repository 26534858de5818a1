package dev.mcp2026.registry.catalogue;

import dev.mcp2026.registry.health.Evidence;
import dev.mcp2026.registry.health.Verdict;
import java.util.List;

/// How many bytes records take on the wire: an upper bound that is close, so that this room need not know
/// protobuf. Texts count as UTF-8, numbers and the frames of fields as the most that they can take.
public final class EncodedBytes {
    /// Bytes of records in one message, between cells and to clients. gRPC refuses 4 MiB, and a peer that refused
    /// a frame would get the same one again for ever.
    public static final long MESSAGE_MAX = 1L << 20;

    /// A field's tag and the length of what follows.
    private static final int FIELD = 5;

    /// A time, a duration, a stamp or a few small numbers.
    private static final int NUMBERS = 20;

    private EncodedBytes() {}

    public static long of(Registration registration) {
        long bytes = FIELD
                + text(registration.tenant().value())
                + text(registration.service().value())
                + text(registration.instance().value())
                + text(registration.region())
                + text(registration.zone())
                + NUMBERS;
        for (var label : registration.labels().entrySet()) {
            bytes += FIELD + text(label.getKey()) + text(label.getValue());
        }
        for (Endpoint endpoint : registration.endpoints()) {
            bytes += FIELD + NUMBERS + text(endpoint.name()) + text(endpoint.host()) + text(endpoint.protocol());
        }
        for (CheckSpec check : registration.checks()) {
            bytes += FIELD + 2 * NUMBERS + text(check.name()) + text(check.endpoint()) + of(check.kind());
        }
        return bytes;
    }

    private static long of(CheckKind kind) {
        return switch (kind) {
            case CheckKind.Tcp tcp -> FIELD;
            case CheckKind.Http http -> FIELD + NUMBERS + text(http.path());
            case CheckKind.Grpc grpc -> FIELD + text(grpc.service());
        };
    }

    /// Of one record with all that it carries.
    public static long of(Entry entry) {
        InstanceKey key = entry.key();
        long bytes = FIELD
                + text(key.cell().value())
                + text(key.tenant().value())
                + text(key.service().value())
                + text(key.instance().value())
                + 3 * NUMBERS
                + of(entry.verdict());
        Registration registration = entry.registration();
        return registration == null ? bytes : bytes + of(registration);
    }

    private static long of(Verdict verdict) {
        long bytes = FIELD + 2 * NUMBERS + text(verdict.reason());
        for (Evidence evidence : verdict.evidence()) {
            bytes += FIELD + 2 * NUMBERS + text(evidence.observer()) + text(evidence.check()) + text(evidence.detail());
        }
        return bytes;
    }

    /// The longest run from the start of `entries` that fits into one message; never empty unless `entries` is.
    public static List<Entry> fitting(List<Entry> entries) {
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            bytes += of(entries.get(i));
            if (bytes > MESSAGE_MAX && i > 0) {
                return entries.subList(0, i);
            }
        }
        return entries;
    }

    private static long text(String text) {
        long bytes = FIELD;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of a character of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
