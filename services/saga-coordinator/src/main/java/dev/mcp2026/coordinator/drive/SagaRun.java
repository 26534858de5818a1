package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Asked;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.coordinator.saga.Decider;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.coordinator.saga.StepState;
import dev.mcp2026.coordinator.saga.Work;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.saga.template.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One saga that is driven here. Its lock is held while a change is made durable, so there is one at a time.
final class SagaRun {
    private static final Logger LOG = Logger.getLogger(SagaRun.class);

    private final Driver driver;
    private final Ownership owner;
    private final UnderWay calls = new UnderWay();
    private final Lock lock;
    private volatile Recorded saga;
    private volatile boolean stopped;
    private @Nullable Instant wake;

    SagaRun(Driver driver, Ownership owner, Recorded saga) {
        this.driver = driver;
        this.owner = owner;
        this.saga = saga;
        this.lock = driver.tasks().lock();
    }

    SagaId id() {
        return saga.id();
    }

    /// Of the claim with which it writes.
    long epoch() {
        return owner.epoch();
    }

    Recorded saga() {
        return saga;
    }

    /// Begins, or goes on where it stood.
    void resume() {
        lock.lock();
        try {
            work();
        } finally {
            lock.unlock();
        }
    }

    /// Lets go: nothing is begun any more, and what is under way is nobody's here. It does not wait for a write that is
    /// under way: the store takes that or not, and another may have the saga before it has answered.
    void stop() {
        stopped = true;
        calls.stop();
    }

    /// @throws FaultException where the command can't be done, or the store does not take it
    void give(Command command) {
        give(command, Optional.empty());
    }

    /// @param asked where another coordinator was given it: it is answered with the change
    /// @return whether there was a change
    boolean give(Command command, Optional<Asked> asked) {
        lock.lock();
        try {
            if (stopped) {
                throw driver.notOwner(saga.id());
            }
            List<SagaEvent> events = Decider.decide(saga.state(), command, driver.now());
            if (!events.isEmpty()) {
                append(events, asked);
            }
            work();
            return !events.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void append(List<SagaEvent> events, Optional<Asked> asked) {
        Recorded before = saga;
        Optional<Recorded> after;
        try {
            after = driver.log().append(before, events, owner, driver.now(), asked);
        } catch (FaultException e) {
            if (e.fault().kind() == FaultKind.DEADLINE_EXCEEDED) {
                reread();
                work();
            }
            throw e;
        }
        if (after.isEmpty() && asked.isPresent() && !driver.log().stands(asked.get())) {
            throw Faults.of(FaultKind.UNAVAILABLE, "the command was taken back, or answered", "");
        }
        if (after.isEmpty()) {
            stop();
            driver.lost(this, owner);
            throw driver.notOwner(before.id());
        }
        saga = after.get();
        driver.changed(before, saga);
    }

    private void work() {
        if (stopped) {
            return;
        }
        if (saga.state().phase().isFinal()) {
            stop();
            driver.ended(this);
            return;
        }
        Instant now = driver.now();
        Work work = Work.of(saga.state(), now);
        Set<UnderWay.Call> wanted = new HashSet<>();
        for (Work.Call call : work.calls()) {
            UnderWay.Call key = new UnderWay.Call(call.step(), call.side());
            wanted.add(key);
            calls.begin(key, () -> begin(call, key));
        }
        calls.keep(wanted);
        work.wake().filter(at -> !at.equals(wake)).ifPresent(at -> {
            wake = at;
            driver.wake(this, at);
        });
    }

    /// Time has come for what waited for it.
    void wakened() {
        retrying(new Command.TimePassed(), () -> true);
    }

    private Tasks.Task begin(Work.Call call, UnderWay.Call key) {
        SagaState state = saga.state();
        return driver.tasks().start("saga-call", () -> {
            Outcome outcome;
            try {
                outcome = made(call, state);
            } catch (InterruptedException nobodyWaits) {
                return;
            }
            Duration pause = call.operation().retry().pause(call.attempt(), driver.random());
            Tasks.Task current = driver.tasks().current();
            if (calls.isMade(key, current)) {
                retrying(new Command.CallEnded(call.step(), call.side(), outcome, pause), () -> {
                    calls.ended(key, current);
                    return isOpen(call);
                });
            }
        });
    }

    /// Its end is not in the log yet: an end that was taken for not written would be counted twice.
    private boolean isOpen(Work.Call call) {
        return switch (saga.state().step(call.step())) {
            case StepState.Trying trying -> trying.attempts() < call.attempt();
            case StepState.Undoing undoing -> undoing.attempts() < call.attempt();
            case StepState _ -> true;
        };
    }

    /// Until the store takes it: what a participant answered must not be lost while this process lives.
    ///
    /// @param due whether there is something to write still
    private void retrying(Command command, BooleanSupplier due) {
        while (true) {
            try {
                lock.lock();
                try {
                    if (stopped) {
                        return;
                    }
                    if (due.getAsBoolean()) {
                        give(command);
                    } else {
                        work();
                    }
                } finally {
                    lock.unlock();
                }
                return;
            } catch (FaultException e) {
                switch (e.fault().kind()) {
                    case READ_ONLY, UNAVAILABLE, LIMIT_EXCEEDED, DEADLINE_EXCEEDED -> {
                        LOG.warnf(
                                "saga not written, trying again saga=%s reason=%s",
                                id(), e.fault().detail());
                        if (!pause() || !reread()) {
                            return;
                        }
                    }
                    default -> {
                        return;
                    }
                }
            }
        }
    }

    private boolean pause() {
        try {
            driver.tasks().sleep(driver.settings().storeRetry());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A write whose effect is not known may have been done.
    private boolean reread() {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            try {
                driver.log().read(saga.id()).ifPresent(known -> {
                    Recorded before = saga;
                    if (known.length() > before.length()) {
                        saga = known;
                        driver.changed(before, known);
                    }
                });
            } catch (FaultException notYet) {
                LOG.debugf(
                        "saga not read again saga=%s reason=%s",
                        id(), notYet.fault().detail());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Outcome made(Work.Call call, SagaState state) throws InterruptedException {
        try {
            Scope scope = new Scope(
                    state.input(),
                    state.results(),
                    Map.of(
                            "id", id().value(),
                            "name", state.definition().name(),
                            "tenant", state.definition().tenant().value()));
            Duration limit = call.operation().deadline();
            String resource = state.definition().step(call.step()).resource().text(scope);
            return driver.participants()
                    .call(new Request(
                            id(),
                            state.definition().tenant(),
                            call.step(),
                            call.side(),
                            Token.of(id(), call.step(), call.side(), resource),
                            owner.epoch(),
                            call.operation().call(),
                            scope,
                            limit,
                            driver.now().plus(limit)));
        } catch (FaultException | IllegalArgumentException e) {
            // A template without a value, an address that is not allowed: nothing was sent.
            return new Outcome.Refusal(String.valueOf(e.getMessage()));
        }
    }
}
