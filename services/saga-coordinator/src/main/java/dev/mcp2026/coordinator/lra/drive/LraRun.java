package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Errand;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.record.Stored;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One long running action of a shard that this coordinator owns. Answers of participants that are called at the same
/// time are made durable together: a participant can be asked again, or told again, as it must expect.
///
/// Its lock is held while a write is waited for; what is asked of all runs, or of this one in a hurry, takes none.
final class LraRun {
    private static final Logger LOG = Logger.getLogger(LraRun.class);

    private final LraKeeper keeper;
    private final Ownership owner;
    private final Map<Errand, Attempt> attempts = new ConcurrentHashMap<>();
    /// What is not in the store yet.
    private final List<UnaryOperator<Lra>> unwritten = new ArrayList<>();
    private volatile Stored known;
    private volatile Lra lra;
    private volatile boolean stopped;
    /// Whether participants may have been called by a coordinator before this one.
    private boolean resumed;
    private @Nullable Instant wake;
    private volatile @Nullable Future<?> alarm;

    /// How far an errand is.
    private static final class Attempt {
        private volatile int answers;
        private volatile @Nullable Thread underWay;
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

    Stored known() {
        return known;
    }

    /// Nothing is begun any more, and nobody waits for what is under way.
    void stop() {
        stopped = true;
        attempts.values().forEach(LraRun::interrupt);
        quiet();
    }

    private static void interrupt(Attempt attempt) {
        Thread call = attempt.underWay;
        if (call != null) {
            call.interrupt();
        }
    }

    /// A far alarm would keep all of this in memory until then.
    private void quiet() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
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
        Lra next = stored.lra();
        for (UnaryOperator<Lra> change : unwritten) {
            next = change.apply(next);
        }
        lra = next;
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
        tellIfSettled();
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
        if (lra.status() == LraStatus.ACTIVE) {
            lra.until().ifPresent(this::wakeAt);
        } else if (due.isEmpty()) {
            quiet();
        }
    }

    /// Whether it ends, durably, and everybody who is to be called has been called once.
    boolean isSettled() {
        Lra now = lra;
        LraStatus durable = known.lra().status();
        return durable != LraStatus.ACTIVE
                && durable == now.status()
                && LraDecider.errands(now).stream().allMatch(errand -> {
                    Attempt attempt = attempts.get(errand);
                    return attempt != null && attempt.answers > 0;
                })
                // What was answered in between has changed it before it counts as tried.
                && now == lra;
    }

    private void tellIfSettled() {
        if (isSettled()) {
            keeper.settled(known.lra());
        }
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
                    tellIfSettled();
                    return true;
                }
                Optional<Stored> other = keeper.store().read(lra.id());
                if (other.isEmpty() || !other.get().isNewerThan(known)) {
                    keeper.lost(this);
                    return false;
                }
                adopt(other.get());
            }
        } catch (FaultException e) {
            LOG.warnf(
                    "LRA not written, trying again lra=%s reason=%s",
                    lra.id(), e.fault().detail());
            again();
        } catch (RuntimeException e) {
            LOG.errorf(e, "LRA not written, trying again lra=%s", lra.id());
            again();
        }
        return false;
    }

    private void again() {
        wakeAt(keeper.now().plus(keeper.settings().retryCap()));
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
        Thread call = Thread.ofVirtual().name("lra-call").unstarted(() -> make(errand, attempt, as, ask));
        attempt.underWay = call;
        call.start();
        if (stopped) {
            call.interrupt();
        }
    }

    private void make(Errand errand, Attempt attempt, Lra as, boolean ask) {
        Answer answer = new Answer.Unknown("the call broke off");
        try {
            answer = answer(errand, as, ask);
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        } catch (FaultException e) {
            answer = new Answer.Unknown(e.fault().detail());
        } catch (RuntimeException e) {
            LOG.errorf(e, "LRA call failed lra=%s errand=%s", as.id(), errand);
            answer = new Answer.Unknown(String.valueOf(e.getMessage()));
        } finally {
            if (!stopped) {
                answered(errand, attempt, answer);
            }
        }
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
        int answers = attempt.answers + 1;
        Instant now = keeper.now();
        Instant later = now.plus(keeper.settings().pause(answers));
        switch (answer) {
            case Answer.NotBegun _ -> {
                attempt.ask = false;
                // Asked first thing after a crash it is told at once; who forgets again and again is not hurried.
                attempt.next = answers == 1 ? null : later;
            }
            case Answer.Unknown unknown -> {
                LOG.debugf("LRA call to be made again lra=%s errand=%s reason=%s", lra.id(), errand, unknown.reason());
                attempt.ask = true;
                attempt.next = later;
            }
            case Answer.Accepted _ -> attempt.next = later;
            case Answer.Ended _, Answer.Told _, Answer.NestedEnded _ -> {}
        }
        change(each -> LraDecider.answered(each, errand, answer, now));
        // After what came of it: who looks in between must not take it for tried in vain.
        attempt.answers = answers;
        work();
    }

    private void wakeAt(Instant at) {
        if (wake == null || !wake.isAfter(keeper.now()) || at.isBefore(wake)) {
            wake = at;
            quiet();
            alarm = keeper.wake(this, at);
        }
    }
}
