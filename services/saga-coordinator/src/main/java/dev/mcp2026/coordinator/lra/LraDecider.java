package dev.mcp2026.coordinator.lra;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What becomes of a long running action, and what is to be done about it (MicroProfile LRA 2.0, chapter 3).
public final class LraDecider {
    private static final Limit PARTICIPANTS = new Limit("an LRA's participants", 1_000, "participants");
    private static final Limit NESTED = new Limit("LRAs within one", 1_000, "LRAs");

    private LraDecider() {}

    /// @param joined the participant as it is now
    /// @param before the data that it gave when it joined before; empty where it is new
    public record Joined(Lra lra, LraParticipant joined, String before) {}

    /// A participant that has joined with the same place to compensate is the same one. Who only listens for the end
    /// may
    /// join until it is there.
    ///
    /// @param limit for how long it can undo its work; zero: for ever
    /// @throws FaultException PRECONDITION_FAILED where the LRA is not active any more
    public static Joined join(Lra lra, Links links, String data, Duration limit, Instant now) {
        Optional<LraParticipant> known = lra.participants().stream()
                .filter(each -> each.links().isOf(links))
                .findFirst();
        boolean listens = links.compensate().isEmpty() && lra.status().isEnding();
        // One that has closed within another goes on being worked in, by those that are in it (`LRA.Type.NESTED`).
        boolean within = known.isPresent() && lra.status() == LraStatus.CLOSED && !lra.isOver();
        if (!listens && !within) {
            requireActive(lra, "joined");
        }
        if (within) {
            return new Joined(lra, known.get(), known.get().data());
        }
        Lra limited = limit.isZero() ? lra : lra.withUntil(Optional.of(earlier(lra.until(), now.plus(limit))));
        if (known.isPresent()) {
            LraParticipant again = known.get()
                    .with(links)
                    .withData(data.isEmpty() ? known.get().data() : data);
            return new Joined(limited.with(again), again, known.get().data());
        }
        PARTICIPANTS.check("participants", limited.participants().size() + 1L);
        LraParticipant fresh = LraParticipant.joined(limited.joined() + 1, links, data);
        return new Joined(limited.join(fresh), fresh, "");
    }

    private static Instant earlier(Optional<Instant> known, Instant other) {
        return known.filter(other::isAfter).orElse(other);
    }

    /// @throws FaultException PRECONDITION_FAILED; INVALID_ARGUMENT where there is none such
    public static Lra leave(Lra lra, Predicate<LraParticipant> who) {
        requireActive(lra, "left");
        List<LraParticipant> left =
                lra.participants().stream().filter(who.negate()).toList();
        if (left.size() == lra.participants().size()) {
            throw Faults.invalid(
                    "participant", "no such participant is in LRA " + lra.id(), "send the URL that it has joined with");
        }
        return lra.with(left);
    }

    /// Keeps other data for a participant; for one that is not there does nothing.
    public static Lra keep(Lra lra, Links links, String data) {
        return lra.with(lra.participants().stream()
                .map(each -> each.links().isOf(links) ? each.withData(data) : each)
                .toList());
    }

    /// Gives it more time; never less.
    ///
    /// @throws FaultException PRECONDITION_FAILED
    public static Lra renew(Lra lra, Duration limit, Instant now) {
        requireActive(lra, "renewed");
        if (limit.isZero()) {
            return lra.withUntil(Optional.empty());
        }
        Instant next = now.plus(limit);
        return lra.until().filter(next::isAfter).isPresent() ? lra.withUntil(Optional.of(next)) : lra;
    }

    /// A participant is elsewhere now.
    ///
    /// @throws FaultException NOT_FOUND; INVALID_ARGUMENT where it would take part otherwise than it does
    public static Lra move(Lra lra, int number, Links links) {
        LraParticipant moved = lra.participant(number)
                .orElseThrow(() -> Faults.of(
                        FaultKind.NOT_FOUND,
                        "LRA " + lra.id() + " has no participant " + number,
                        "take the URL that its joining answered"));
        if (moved.links().compensate().isPresent() != links.compensate().isPresent()) {
            throw Faults.invalid(
                    "Link",
                    "a participant that compensates stays one, and one that only listens too",
                    "send a link with rel=\"compensate\" if, and only if, it joined with one");
        }
        return lra.with(moved.with(links));
    }

    /// @throws FaultException PRECONDITION_FAILED
    public static Lra begin(Lra lra, LraId nested) {
        requireActive(lra, "a parent");
        NESTED.check("nested", lra.nested().size() + 1L);
        List<NestedLra> all = new ArrayList<>(lra.nested());
        all.add(NestedLra.begun(nested));
        return lra.withNested(all);
    }

    /// Closes or cancels.
    ///
    /// @throws FaultException PRECONDITION_FAILED where it is not active any more
    public static Lra end(Lra lra, boolean cancel, Instant now) {
        requireActive(lra, cancel ? "cancelled" : "closed");
        return ending(lra, cancel, now);
    }

    private static Lra ending(Lra lra, boolean cancel, Instant now) {
        List<LraParticipant> participants = lra.participants().stream()
                .map(each ->
                        each.links().compensate().isEmpty() || each.status().isFailed()
                                ? each
                                : each.with(begun(each, cancel)))
                .toList();
        List<NestedLra> nested = lra.nested().stream()
                .map(each -> new NestedLra(each.id(), each.ended().filter(LraStatus::isCancel), each.released()))
                .toList();
        LraStatus status = cancel ? LraStatus.CANCELLING : LraStatus.CLOSING;
        return settled(lra.with(status, Optional.empty()).with(participants).withNested(nested), now);
    }

    private static ParticipantStatus begun(LraParticipant participant, boolean cancel) {
        boolean nothingToDo = !cancel && participant.links().complete().isEmpty();
        return nothingToDo ? ParticipantStatus.COMPLETED : ParticipantStatus.ending(cancel);
    }

    /// The outer one ends: so does this. One that has closed by itself is turned round where the outer one cancels;
    /// where
    /// that closes, there is no way back.
    ///
    /// @param last whether no LRA further out can be cancelled any more
    public static Lra endNested(Lra lra, boolean cancel, boolean last, Instant now) {
        boolean turned = cancel && lra.parent().isPresent() && lra.status() == LraStatus.CLOSED && !lra.released();
        Lra bound = last && !cancel ? lra.asReleased() : lra;
        return lra.status() == LraStatus.ACTIVE || turned ? ending(bound, cancel, now) : bound;
    }

    /// The outer one is over.
    public static Lra release(Lra lra) {
        return lra.asReleased();
    }

    /// Cancels what has been active for too long.
    public static Lra timePassed(Lra lra, Instant now) {
        boolean late = lra.status() == LraStatus.ACTIVE
                && lra.until().filter(until -> !now.isBefore(until)).isPresent();
        return late ? ending(lra, true, now) : lra;
    }

    /// What is due now, first things first. Participants that compensate do it in the reverse order of their joining.
    public static List<Errand> errands(Lra lra) {
        List<Errand> due = new ArrayList<>();
        if (lra.status().isEnding()) {
            boolean cancel = lra.status().isCancel();
            boolean last = lra.parent().isEmpty() || lra.released();
            lra.participants().stream()
                    .filter(each -> !each.isEnded())
                    .forEach(each -> due.add(new Errand.End(each.number(), cancel)));
            lra.nested().stream()
                    .filter(each -> each.ended().isEmpty())
                    .forEach(each -> due.add(new Errand.EndNested(each.id(), cancel, last)));
            if (cancel) {
                Collections.reverse(due);
            }
        }
        for (LraParticipant each : lra.participants()) {
            if (mayForget(lra, each) && each.links().forget().isPresent() && !each.forgotten()) {
                due.add(new Errand.Forget(each.number()));
            }
            if (lra.isOver() && each.links().after().isPresent() && !each.told()) {
                due.add(new Errand.After(each.number()));
            }
        }
        if (lra.isOver()) {
            lra.nested().stream()
                    .filter(each -> !each.released())
                    .forEach(each -> due.add(new Errand.Release(each.id())));
        }
        return due;
    }

    /// A failure that has been noted, and what was kept only because an outer LRA might have been cancelled.
    private static boolean mayForget(Lra lra, LraParticipant participant) {
        return participant.status().isFailed()
                || (lra.parent().isPresent() && lra.released() && participant.status() == ParticipantStatus.COMPLETED);
    }

    /// @return the same LRA where the answer changes nothing
    public static Lra answered(Lra lra, Errand errand, Answer answer, Instant now) {
        return switch (errand) {
            case Errand.End end -> settled(ended(lra, end, answer), now);
            case Errand.EndNested end ->
                answer instanceof Answer.NestedEnded nested
                        ? settled(lra.with(new NestedLra(end.nested(), Optional.of(nested.status()), false)), now)
                        : lra;
            case Errand.Forget forget -> told(lra, forget.participant(), answer, LraParticipant::asForgotten);
            case Errand.After after -> told(lra, after.participant(), answer, LraParticipant::asTold);
            case Errand.Release release ->
                answer instanceof Answer.Told
                        ? lra.with(lra.nested().stream()
                                .filter(each -> each.id().equals(release.nested()))
                                .findFirst()
                                .map(each -> new NestedLra(each.id(), each.ended(), true))
                                .orElseThrow())
                        : lra;
        };
    }

    private static Lra told(Lra lra, int number, Answer answer, UnaryOperator<LraParticipant> mark) {
        return answer instanceof Answer.Told
                ? lra.participant(number)
                        .map(each -> lra.with(mark.apply(each)))
                        .orElse(lra)
                : lra;
    }

    private static Lra ended(Lra lra, Errand.End end, Answer answer) {
        Optional<LraParticipant> found = lra.participant(end.participant());
        // An answer that comes after the LRA was turned round is not to the question that stands.
        if (found.isEmpty() || !lra.status().isEnding() || lra.status().isCancel() != end.cancel()) {
            return lra;
        }
        LraParticipant participant = found.get();
        return switch (answer) {
            case Answer.Ended done -> {
                LraParticipant now = participant.with(done.status());
                // What ended with the outer one kept nothing for its being cancelled.
                boolean bound = lra.released() && done.status() == ParticipantStatus.COMPLETED;
                yield lra.with(bound ? now.asForgotten() : now);
            }
            case Answer.Accepted accepted -> {
                LraParticipant waits = participant.asAccepted();
                boolean where = participant.links().status().isEmpty()
                        && accepted.status().isPresent();
                yield lra.with(
                        where
                                ? waits.with(waits.links()
                                        .withStatus(accepted.status().get()))
                                : waits);
            }
            // It knows nothing of what it had accepted, and has to be told anew.
            case Answer.NotBegun _ -> participant.accepted() ? lra.with(participant.asNotAccepted()) : lra;
            case Answer.Told _, Answer.NestedEnded _, Answer.Unknown _ -> lra;
        };
    }

    private static Lra settled(Lra lra, Instant now) {
        boolean open = !lra.status().isEnding()
                || lra.participants().stream().anyMatch(each -> !each.isEnded())
                || lra.nested().stream().anyMatch(each -> each.ended().isEmpty());
        if (open) {
            return lra;
        }
        boolean failed =
                lra.participants().stream().anyMatch(each -> each.status().isFailed())
                        || lra.nested().stream()
                                .anyMatch(each ->
                                        each.ended().filter(LraStatus::isFailed).isPresent());
        return lra.with(lra.status().ended(failed), Optional.of(now));
    }

    private static void requireActive(Lra lra, String what) {
        if (lra.status() != LraStatus.ACTIVE) {
            throw Faults.of(
                    FaultKind.PRECONDITION_FAILED,
                    "LRA " + lra.id() + " is " + lra.status().text() + ": it can't be " + what + " any more",
                    "only an active one can");
        }
    }
}
