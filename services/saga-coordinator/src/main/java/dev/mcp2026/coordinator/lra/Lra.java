package dev.mcp2026.coordinator.lra;

import dev.mcp2026.kernel.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A long running action, whole.
///
/// @param url that it is known by to its participants
/// @param parent the one it is nested in
/// @param until after which it is cancelled
/// @param joined how many have joined so far: numbers are not given twice
/// @param released of a nested one: whether the outer one is over, so that it can't be cancelled any more
public record Lra(
        LraId id,
        String url,
        TenantId tenant,
        String clientId,
        Optional<Parent> parent,
        LraStatus status,
        Instant started,
        Optional<Instant> finished,
        Optional<Instant> until,
        boolean released,
        int joined,
        List<LraParticipant> participants,
        List<NestedLra> nested) {

    /// The LRA around it.
    public record Parent(LraId id, String url) {}

    public Lra {
        participants = List.copyOf(participants);
        nested = List.copyOf(nested);
    }

    public static Lra started(
            LraId id,
            String url,
            TenantId tenant,
            String clientId,
            Optional<Parent> parent,
            Instant now,
            Optional<Instant> until) {
        return new Lra(
                id,
                url,
                tenant,
                clientId,
                parent,
                LraStatus.ACTIVE,
                now,
                Optional.empty(),
                until,
                false,
                0,
                List.of(),
                List.of());
    }

    public Optional<LraParticipant> participant(int number) {
        return participants.stream().filter(each -> each.number() == number).findFirst();
    }

    Lra with(LraStatus next, Optional<Instant> end) {
        return new Lra(
                id, url, tenant, clientId, parent, next, started, end, until, released, joined, participants, nested);
    }

    Lra with(List<LraParticipant> changed) {
        return new Lra(
                id, url, tenant, clientId, parent, status, started, finished, until, released, joined, changed, nested);
    }

    Lra with(LraParticipant changed) {
        return with(participants.stream()
                .map(each -> each.number() == changed.number() ? changed : each)
                .toList());
    }

    Lra join(LraParticipant fresh) {
        List<LraParticipant> all = new ArrayList<>(participants);
        all.add(fresh);
        return new Lra(
                id,
                url,
                tenant,
                clientId,
                parent,
                status,
                started,
                finished,
                until,
                released,
                fresh.number(),
                all,
                nested);
    }

    Lra withUntil(Optional<Instant> limit) {
        return new Lra(
                id,
                url,
                tenant,
                clientId,
                parent,
                status,
                started,
                finished,
                limit,
                released,
                joined,
                participants,
                nested);
    }

    Lra with(NestedLra changed) {
        List<NestedLra> all = new ArrayList<>(nested);
        all.replaceAll(each -> each.id().equals(changed.id()) ? changed : each);
        return withNested(all);
    }

    Lra withNested(List<NestedLra> changed) {
        return new Lra(
                id,
                url,
                tenant,
                clientId,
                parent,
                status,
                started,
                finished,
                until,
                released,
                joined,
                participants,
                changed);
    }

    Lra asReleased() {
        return new Lra(
                id,
                url,
                tenant,
                clientId,
                parent,
                status,
                started,
                finished,
                until,
                true,
                joined,
                participants,
                nested);
    }

    /// Whether it has ended and will not be turned round: one within another that has closed may still be cancelled.
    public boolean isOver() {
        return status.isFinal() && (parent.isEmpty() || released || status.isCancel());
    }

    /// Whether somebody has still to be called.
    public boolean isRecovering() {
        return status.isEnding() || (isOver() && !isDone());
    }

    /// Whether nothing is to be done about it any more.
    public boolean isDone() {
        return isOver() && LraDecider.errands(this).isEmpty();
    }
}
