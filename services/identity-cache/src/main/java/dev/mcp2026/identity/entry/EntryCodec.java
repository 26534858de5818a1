package dev.mcp2026.identity.entry;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.SpiffeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Entries as the contract's messages, in calls and in the store.
public final class EntryCodec {
    private EntryCodec() {}

    public static dev.mcp2026.proto.identity.v1.Entry encode(Entry entry) {
        var message = dev.mcp2026.proto.identity.v1.Entry.newBuilder()
                .setTenant(entry.tenant().value())
                .setName(entry.key().name())
                .setSpiffeId(entry.id().toString())
                .addAllDnsNames(entry.dnsNames())
                .setHint(entry.hint())
                .addAllFederatesWith(entry.federatesWith())
                .setFixed(entry.fixed())
                .setChanged(Timestamp.newBuilder()
                        .setSeconds(entry.changed().getEpochSecond())
                        .setNanos(entry.changed().getNano()));
        entry.selectors().stream().sorted().forEach(selector -> message.addSelectors(selector.toString()));
        entry.x509Ttl().ifPresent(ttl -> message.setX509Ttl(seconds(ttl)));
        entry.jwtTtl().ifPresent(ttl -> message.setJwtTtl(seconds(ttl)));
        return message.build();
    }

    /// @param fixed whether it is from the configuration
    /// @throws dev.mcp2026.kernel.error.FaultException naming the field that is wrong
    public static Entry decode(dev.mcp2026.proto.identity.v1.Entry message, boolean fixed, Instant changed) {
        return new Entry(
                new EntryName(new TenantId(message.getTenant()), message.getName()),
                SpiffeId.parse(message.getSpiffeId()),
                selectors(message.getSelectorsList()),
                message.hasX509Ttl() ? Optional.of(duration("x509Ttl", message.getX509Ttl())) : Optional.empty(),
                message.hasJwtTtl() ? Optional.of(duration("jwtTtl", message.getJwtTtl())) : Optional.empty(),
                message.getDnsNamesList(),
                message.getHint(),
                message.getFederatesWithList(),
                fixed,
                changed);
    }

    public static Entry decodeStored(dev.mcp2026.proto.identity.v1.Entry message) {
        Timestamp changed = message.getChanged();
        return decode(
                message, false, time("changed", () -> Instant.ofEpochSecond(changed.getSeconds(), changed.getNanos())));
    }

    public static Set<Selector> selectors(List<String> texts) {
        Set<Selector> selectors = new HashSet<>();
        texts.forEach(text -> selectors.add(Selector.parse(text)));
        return selectors;
    }

    private static Duration seconds(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    private static java.time.Duration duration(String field, Duration message) {
        return time(field, () -> java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos()));
    }

    /// A message has room for more than times have.
    private static <T> T time(String field, Supplier<T> made) {
        try {
            return made.get();
        } catch (DateTimeException | ArithmeticException e) {
            throw Faults.invalid(field, "it is out of range: " + e.getMessage(), "correct it");
        }
    }
}
