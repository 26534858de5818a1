package dev.mcp2026.registry.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.Evidence;
import dev.mcp2026.registry.health.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An instance as JSON.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceView(
        String cell,
        String tenant,
        String service,
        String instance,
        @Nullable RegistrationBody registration,
        VerdictView verdict,
        String registrationStamp,
        String verdictStamp,
        @Nullable Instant staleSince) {

    /// Its verdict.
    public record VerdictView(
            String state, String cause, String reason, Instant since, String previous, List<EvidenceView> evidence) {}

    /// One piece of evidence.
    public record EvidenceView(
            String kind, String observer, String check, String outcome, String detail, Instant at, int count) {}

    static InstanceView of(Entry entry, @Nullable Instant staleSince) {
        Registration registration = entry.registration();
        return new InstanceView(
                entry.key().cell().value(),
                entry.key().tenant().value(),
                entry.key().service().value(),
                entry.key().instance().value(),
                registration == null ? null : RegistrationBody.of(registration),
                of(entry.verdict()),
                entry.registrationStamp().toString(),
                entry.verdictStamp().toString(),
                staleSince);
    }

    static VerdictView of(Verdict verdict) {
        return new VerdictView(
                verdict.state().name(),
                verdict.cause().name(),
                verdict.reason(),
                verdict.since(),
                verdict.previous().name(),
                verdict.evidence().stream().map(InstanceView::of).toList());
    }

    private static EvidenceView of(Evidence evidence) {
        return new EvidenceView(
                evidence.kind().name(),
                evidence.observer(),
                evidence.check(),
                evidence.outcome().name(),
                evidence.detail(),
                evidence.at(),
                evidence.count());
    }
}
