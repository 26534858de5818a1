package dev.mcp2026.coordinator.breaker;

import dev.mcp2026.coordinator.saga.Outcome;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/// One participant's. A refusal is an answer: only what is unknown counts as failed.
final class Breaker {
    private static final Logger LOG = Logger.getLogger(Breaker.class);

    private final String participant;
    private final Duration threshold;
    private final BreakerListener listener;
    private final Gate gate;
    private final Guard guard;

    Breaker(String participant, BreakerSettings settings, BreakerListener listener) {
        this.participant = participant;
        this.threshold = settings.threshold();
        this.listener = listener;
        this.gate = new Gate(settings.pause());
        this.guard = Guard.create()
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.window())
                .failureRatio(settings.failures())
                .successThreshold(1)
                .delay(settings.pause().toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::changed)
                .done()
                .build();
    }

    /// A call of the participant.
    interface Made {
        Outcome make() throws InterruptedException;
    }

    /// What the guard counts as failed.
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Outcome outcome;

        Failed(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    boolean isOpen() {
        return !gate.isOpen();
    }

    /// @return false where it was open all the time
    boolean pass(Duration atMost) throws InterruptedException {
        return gate.pass(atMost);
    }

    /// @param limit of the call; it keeps to it itself
    Outcome call(Duration limit, Made call) throws InterruptedException {
        FutureTask<Outcome> going = new FutureTask<>(call::make);
        try {
            return guard.call(
                    () -> counted(limit.compareTo(threshold) > 0 ? begun(going) : call.make()), Outcome.class);
        } catch (CircuitBreakerOpenException open) {
            listener.prevented(participant);
            return new Outcome.NotMade("the breaker of " + participant + " is open");
        } catch (Failed failed) {
            return failed.outcome;
        } catch (TimeoutException slow) {
            // It has been counted; its answer is of use until its own deadline.
            return result(going);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            going.cancel(true);
        }
    }

    private static Outcome counted(Outcome outcome) throws Failed {
        return switch (outcome) {
            case Outcome.Success _, Outcome.Refusal _ -> outcome;
            case Outcome.Unknown _, Outcome.NotMade _ -> throw new Failed(outcome);
        };
    }

    private Outcome begun(FutureTask<Outcome> going) throws InterruptedException, TimeoutException {
        Thread.ofVirtual().name("saga-call-made").start(going);
        try {
            return going.get(threshold.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private static Outcome result(FutureTask<Outcome> going) throws InterruptedException {
        try {
            return going.get();
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    private void changed(CircuitBreakerState state) {
        switch (state) {
            case OPEN -> {
                // Not for the trials that fail while it is open.
                if (gate.shut()) {
                    LOG.warnf("breaker open participant=%s", participant);
                    listener.opened(participant);
                }
            }
            case HALF_OPEN -> {}
            case CLOSED -> {
                Duration open = gate.open();
                LOG.infof("breaker closed participant=%s openMillis=%d", participant, open.toMillis());
                listener.closed(participant, open);
            }
        }
    }
}
