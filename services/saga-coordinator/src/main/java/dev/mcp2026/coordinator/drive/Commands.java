package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Inbox;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.coordinator.saga.Decider;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;

/// People's commands, at any coordinator.
public final class Commands {
    private final Driver driver;
    private final Inbox inbox;
    private final Duration patience;

    /// @param patience how long to wait for another coordinator that drives the saga
    public Commands(Driver driver, Inbox inbox, Duration patience) {
        this.driver = driver;
        this.inbox = inbox;
        this.patience = patience;
    }

    /// @param state as it was read; what can't be done to it is refused here
    /// @throws FaultException PRECONDITION_FAILED and the like; UNAVAILABLE where no coordinator drives the saga
    public void give(SagaId id, SagaState state, Command command) {
        if (driver.drives(id)) {
            driver.give(id, command);
            return;
        }
        if (Decider.decide(state, command, driver.now()).isEmpty()) {
            return;
        }
        try {
            inbox.ask(id, command, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.of(FaultKind.UNAVAILABLE, "this coordinator is going down", "ask another, or try again");
        }
    }
}
