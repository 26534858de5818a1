package dev.mcp2026.coordinator.log;

import dev.mcp2026.coordinator.log.Recorded.Happened;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.LogEntry;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.Start;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.wire.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes sagas of their entries.
final class Replay {
    private final Definitions definitions;

    Replay(Definitions definitions) {
        this.definitions = definitions;
    }

    Recorded of(SagaId id, List<LogEntry> entries) {
        LogEntry first = entries.getFirst();
        Start start = first.getStart();
        SagaDefinition definition = definitions.read(start.getDefinition(), new TenantId(start.getTenant()));
        Instant began = Times.instant(first.getAt());
        Recorded saga = new Recorded(
                id,
                SagaState.started(definition, EventCodec.json(start.getInput()), began),
                start.getStartedBy(),
                began,
                0,
                first.getEpoch(),
                List.of());
        for (LogEntry entry : entries) {
            List<SagaEvent> events = new ArrayList<>();
            for (LogEvent event : entry.getEventsList()) {
                events.add(EventCodec.decode(event));
            }
            saga = after(saga, events, Times.instant(entry.getAt()), entry.getEpoch());
        }
        return saga;
    }

    Recorded after(Recorded saga, List<SagaEvent> events, Instant at, long epoch) {
        List<Happened> all = new ArrayList<>(saga.events());
        SagaState state = saga.state();
        for (SagaEvent event : events) {
            all.add(new Happened(all.size() + 1L, at, event));
            state = state.after(event, at);
        }
        return new Recorded(saga.id(), state, saga.startedBy(), saga.started(), saga.length() + 1, epoch, all);
    }
}
