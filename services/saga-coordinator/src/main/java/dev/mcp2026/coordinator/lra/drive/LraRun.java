package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Errand;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.record.Stored;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One long running action of a shard that this coordinator owns. Answers of participants that are called at the same
/// time are made durable together: a participant can be asked again, or told again, as it must expect.
final class LraRun {
    private static final Logger LOG = Logger.getLogger(LraRun.class);

    private final LraKeeper keeper;
    private final Ownership owner;
    private final Map<Errand, Attempt> attempts = new HashMap<>();
    /// What is not in the store yet.
    private final List<UnaryOperator<Lra>> unwritten = new ArrayList<>();
    private Stored known;
    private Lra lra;
    /// Whether participants may have been called by a coordinator before this one.
    private boolean resumed;
    private boolean stopped;
    private @Nullable Instant wake;

    /// How far an errand is.
    private static final class Attempt {
        private int answers;
        private @Nullable Thread underWay;
        private @Nullable Instant next;
        private boolean ask;
    }

    /// @param taken from the store when the shard was, not heard of since
    LraRun(LraKeeper keeper, Ownership owner, Stored known, boolean taken) {
        this.keeper = keeper;
        this.owner = owner;
        this.known = known;
        this.lra = known.lra();
        this.resumed = taken && lra.status().isEnding();
    }

    Ownership owner() {
        return owner;
    }

    synchronized Stored known() {
        return known;
    }

    synchronized void stop() {
        stopped = true;
        attempts.values().forEach(attempt -> {
            if (attempt.underWay != null) {
                attempt.underWay.interrupt();
            }
        });
    }

    /// Somebody, here or elsewhere, has written it.
    synchronized void seen(Stored stored) {
        if (!stored.isNewerThan(known)) {
            return;
        }
        if (!stored.lra().status().equals(known.lra().status())) {
            resumed = false;
        }
        adopt(stored);
        work();
    }

    private void adopt(Stored stored) {
        known = stored;
        lra = stored.lra();
        unwritten.forEach(change -> lra = change.apply(lra));
    }

    /// A nested one has moved.
    synchronized void moved(LraId nested) {
        attempts.forEach((errand, attempt) -> {
            if (errand instanceof Errand.EndNested end && end.nested().equals(nested)) {
                attempt.next = null;
            }
        });
        work();
    }

    /// Goes on with whatever is due.
    synchronized void work() {
        if (stopped) {
            return;
        }
        Instant now = keeper.now();
        change(each -> LraDecider.timePassed(each, now));
        if (isSettled()) {
            keeper.settled(lra);
        }
        if (isToWrite() && !write()) {
            return;
        }
        List<Errand> due = LraDecider.errands(lra);
        List<Errand> durable = unwritten.isEmpty() ? due : LraDecider.errands(known.lra());
        attempts.entrySet().removeIf(each -> each.getValue().underWay == null && !due.contains(each.getKey()));
        boolean turn = true;
        for (Errand errand : due) {
            // What assumes an end waits until that is durable.
            if (!(errand instanceof Errand.End) && !durable.contains(errand)) {
                continue;
            }
            Attempt attempt = attempts.computeIfAbsent(errand, this::first);
            if (turn || attempt.answers > 0) {
                begin(errand, attempt, now);
            }
            // One after the other, until each has been tried.
            turn = turn && !(errand instanceof Errand.End end && end.cancel() && attempt.answers == 0);
        }
        lra.until()
                .filter(_ -> !lra.status().isEnding() && !lra.status().isFinal())
                .ifPresent(this::wakeAt);
    }

    /// Whether it has ended, durably, and everybody was told who could be.
    synchronized boolean isSettled() {
        return known.lra().status().isFinal()
                && LraDecider.errands(lra).stream().allMatch(errand -> {
                    Attempt attempt = attempts.get(errand);
                    return attempt != null && attempt.answers > 0;
                });
    }

    private Attempt first(Errand errand) {
        Attempt attempt = new Attempt();
        attempt.ask = resumed;
        return attempt;
    }

    private void change(UnaryOperator<Lra> change) {
        Lra next = change.apply(lra);
        if (!next.equals(lra)) {
            lra = next;
            unwritten.add(change);
        }
    }

    /// Not while others that were begun with it may answer any moment, unless it is the end.
    private boolean isToWrite() {
        if (unwritten.isEmpty()) {
            return false;
        }
        boolean turned = !lra.status().equals(known.lra().status());
        return turned || attempts.values().stream().noneMatch(each -> each.underWay != null && each.answers == 0);
    }

    /// @return whether it is in the store
    private boolean write() {
        try {
            while (!stopped) {
                Optional<Stored> written = keeper.store().write(owner, known, lra);
                if (written.isPresent()) {
                    unwritten.clear();
                    known = written.get();
                    keeper.written(known);
                    if (isSettled()) {
                        keeper.settled(lra);
                    }
                    return true;
                }
                Optional<Stored> other = keeper.store().read(lra.id());
                if (other.isEmpty() || !other.get().isNewerThan(known)) {
                    LOG.debugf("LRA is another's now lra=%s epoch=%d", lra.id(), owner.epoch());
                    keeper.lost(this);
                    return false;
                }
                adopt(other.get());
            }
        } catch (FaultException e) {
            LOG.warnf(
                    "LRA not written, trying again lra=%s reason=%s",
                    lra.id(), e.fault().detail());
            keeper.wake(this, keeper.now().plus(keeper.settings().retryCap()));
        }
        return false;
    }

    private void begin(Errand errand, Attempt attempt, Instant now) {
        if (attempt.underWay != null) {
            return;
        }
        if (attempt.next != null && now.isBefore(attempt.next)) {
            wakeAt(attempt.next);
            return;
        }
        Lra as = lra;
        boolean ask = attempt.ask;
        attempt.underWay = Thread.ofVirtual().name("lra-call").start(() -> {
            Answer answer;
            try {
                answer = answer(errand, as, ask);
            } catch (InterruptedException nobodyWaits) {
                return;
            } catch (FaultException e) {
                answer = new Answer.Unknown(e.fault().detail());
            } catch (RuntimeException e) {
                LOG.errorf(e, "LRA call failed lra=%s errand=%s", as.id(), errand);
                answer = new Answer.Unknown(String.valueOf(e.getMessage()));
            }
            answered(errand, attempt, answer);
        });
    }

    private Answer answer(Errand errand, Lra as, boolean ask) throws InterruptedException {
        return switch (errand) {
            case Errand.End end -> {
                LraParticipant participant = as.participant(end.participant()).orElseThrow();
                boolean status = (ask || participant.accepted())
                        && participant.links().status().isPresent();
                yield status
                        ? keeper.calls().status(as, participant, end.cancel())
                        : keeper.calls().end(as, participant, end.cancel());
            }
            case Errand.Forget forget ->
                keeper.calls().forget(as, as.participant(forget.participant()).orElseThrow());
            case Errand.After after ->
                keeper.calls().after(as, as.participant(after.participant()).orElseThrow());
            case Errand.EndNested end -> keeper.endNested(end);
            case Errand.Release release -> keeper.release(release);
        };
    }

    private synchronized void answered(Errand errand, Attempt attempt, Answer answer) {
        attempt.underWay = null;
        attempt.answers++;
        Instant now = keeper.now();
        switch (answer) {
            case Answer.NotBegun _ -> {
                attempt.ask = false;
                attempt.next = null;
            }
            case Answer.Unknown unknown -> {
                LOG.debugf("LRA call to be made again lra=%s errand=%s reason=%s", lra.id(), errand, unknown.reason());
                attempt.ask = true;
                attempt.next = now.plus(keeper.settings().pause(attempt.answers));
            }
            case Answer.Accepted _ -> attempt.next = now.plus(keeper.settings().pause(attempt.answers));
            case Answer.Ended _, Answer.Told _, Answer.NestedEnded _ -> {}
        }
        change(each -> LraDecider.answered(each, errand, answer, now));
        work();
    }

    private void wakeAt(Instant at) {
        if (wake == null || !wake.isAfter(keeper.now()) || at.isBefore(wake)) {
            wake = at;
            keeper.wake(this, at);
        }
    }
}
