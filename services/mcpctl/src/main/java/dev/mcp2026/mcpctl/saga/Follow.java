package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.Backoff;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;

/// Shows a saga's events as they come, each once. After the first, a coordinator that goes away is waited for, and the
/// stream taken up again behind the last event that was shown.
final class Follow {
    private final SagaConnection coordinator;
    private final Terminal terminal;
    private final Backoff backoff;
    private final Consumer<WatchSagaResponse> display;
    private long seen;
    private boolean answered;
    private SagaPhase phase = SagaPhase.SAGA_PHASE_UNSPECIFIED;

    private Follow(
            SagaConnection coordinator, Terminal terminal, Backoff backoff, Consumer<WatchSagaResponse> display) {
        this.coordinator = coordinator;
        this.terminal = terminal;
        this.backoff = backoff;
        this.display = display;
    }

    static Follow of(McpctlCommand mcpctl, SagaConnection coordinator, OutputFormat output) {
        Terminal terminal = mcpctl.terminal();
        EventText text = new EventText(mcpctl.environment().zone());
        Consumer<WatchSagaResponse> display = switch (output) {
            case json -> heard -> terminal.line(StructuredText.json(EventText.tree(heard.getEvent()), false));
            case yaml -> heard -> terminal.line("---\n" + StructuredText.yaml(EventText.tree(heard.getEvent())));
            case table, wide -> heard -> terminal.line(text.line(heard.getEvent(), terminal));
        };
        return new Follow(
                coordinator, terminal, new Backoff(mcpctl.environment().random()), display);
    }

    /// @return the exit status
    int until(String id) throws InterruptedException {
        while (true) {
            try {
                read(id);
                if (isFinal()) {
                    return phase == SagaPhase.SAGA_PHASE_COMPLETED ? ExitCodes.OK : ExitCodes.COMPENSATED;
                }
                again("the stream ended");
            } catch (StatusRuntimeException e) {
                FaultException failure = coordinator.failure(e);
                if (!answered || failure.fault().kind() != FaultKind.UNAVAILABLE) {
                    throw failure;
                }
                again(failure.fault().detail());
            }
        }
    }

    private void again(String why) throws InterruptedException {
        Duration pause = backoff.next();
        terminal.warn(why + "; asking again in " + pause.toMillis() + " ms");
        Thread.sleep(pause);
        coordinator.dialAgain();
    }

    private void read(String id) {
        Iterator<WatchSagaResponse> events = coordinator.stream()
                .watchSaga(WatchSagaRequest.newBuilder()
                        .setSagaId(id)
                        .setAfter(seen)
                        .build());
        while (events.hasNext()) {
            WatchSagaResponse heard = events.next();
            answered = true;
            backoff.reset();
            seen = heard.getEvent().getNumber();
            phase = heard.getPhase();
            display.accept(heard);
        }
    }

    private boolean isFinal() {
        return phase == SagaPhase.SAGA_PHASE_COMPLETED || phase == SagaPhase.SAGA_PHASE_COMPENSATED;
    }
}
