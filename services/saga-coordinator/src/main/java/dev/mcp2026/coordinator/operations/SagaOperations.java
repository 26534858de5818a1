package dev.mcp2026.coordinator.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcp2026.coordinator.drive.Commands;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Summary;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.Reachability;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.saga.v1.Head;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.saga.template.Scope;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.paging.Page;
import dev.mcp2026.servicekit.principal.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Start, look at and steer sagas.
public final class SagaOperations {
    private static final TenantId DEFAULT = new TenantId("default");
    private static final Limit INPUT = new Limit("a saga's input", 256 << 10, "characters");
    private static final Limit REASON = new Limit("a reason", 1_000, "characters");
    private static final Limit KEY = new Limit("an idempotency key", 256, "characters");

    private final Authorization authorization;
    private final SagaLog log;
    private final Definitions definitions;
    private final Driver driver;
    private final Commands commands;
    private final Addresses addresses;
    private final Reachability reachability;

    public SagaOperations(
            Authorization authorization,
            SagaLog log,
            Definitions definitions,
            Driver driver,
            Commands commands,
            Addresses addresses,
            Reachability reachability) {
        this.authorization = authorization;
        this.definitions = definitions;
        this.log = log;
        this.driver = driver;
        this.commands = commands;
        this.addresses = addresses;
        this.reachability = reachability;
    }

    /// @param tenant of a definition that names none; null for `default`
    /// @param input takes precedence over the definition's, field by field
    /// @param probe whether to look first if somebody listens where its calls will go
    public SagaId start(
            String definition, @Nullable TenantId tenant, ObjectNode input, String idempotencyKey, boolean probe) {
        SagaDefinition read = definition(definition, tenant);
        Principal principal = authorization.require(Right.START.action(), read.tenant(), "saga/" + read.name());
        KEY.check("idempotencyKey", idempotencyKey.length());
        ObjectNode complete = read.input().deepCopy();
        complete.setAll(input);
        INPUT.check("input", complete.toString().length());
        Map<String, StepName> called = addresses.check(
                read,
                new Scope(
                        complete,
                        Map.of(),
                        Map.of(
                                "id",
                                "",
                                "name",
                                read.name(),
                                "tenant",
                                read.tenant().value())));
        SagaStart start =
                new SagaStart(read, definition, complete, principal.id().toString(), idempotencyKey);
        if (probe) {
            Optional<SagaId> before = probed(called, start);
            if (before.isPresent()) {
                return before.get();
            }
        }
        return driver.start(start);
    }

    /// @return what the same request has started before, where its participants can't be reached now
    private Optional<SagaId> probed(Map<String, StepName> called, SagaStart start) {
        try {
            reachability.check(called);
            return Optional.empty();
        } catch (FaultException unreachable) {
            return Optional.of(log.startedBefore(start).orElseThrow(() -> unreachable));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.of(FaultKind.UNAVAILABLE, "this coordinator is going down", "ask another, or try again");
        }
    }

    /// @throws FaultException INVALID_ARGUMENT naming line and field
    public SagaDefinition validate(String definition, @Nullable TenantId tenant) {
        SagaDefinition read = definition(definition, tenant);
        authorization.require(Right.READ.action(), read.tenant(), "saga/" + read.name());
        return read;
    }

    private SagaDefinition definition(String text, @Nullable TenantId tenant) {
        return definitions.read(text, tenant == null ? DEFAULT : tenant);
    }

    /// One that the caller may not see is one that is not there.
    public Recorded get(SagaId id) {
        Recorded saga = log.read(id).orElseThrow(() -> missing(id));
        try {
            authorization.require(Right.READ.action(), saga.state().definition().tenant(), "saga/" + id);
        } catch (FaultException e) {
            throw e.fault().kind() == FaultKind.PERMISSION_DENIED ? missing(id) : e;
        }
        return saga;
    }

    /// For a caller that [#get] has let see it.
    public Recorded reread(SagaId id) {
        return log.read(id).orElseThrow(() -> missing(id));
    }

    private static FaultException missing(SagaId id) {
        return Faults.of(FaultKind.NOT_FOUND, "there is no saga " + id, "see mcpctl saga list");
    }

    /// @param tenant null: of all, for who may see all
    public Page<Summary> list(
            @Nullable TenantId tenant,
            String name,
            Set<SagaPhase> phases,
            boolean stuckOnly,
            int pageSize,
            String pageToken) {
        if (tenant == null) {
            authorization.require(Right.READ.action());
        } else {
            authorization.require(Right.READ.action(), tenant, "saga");
        }
        int size = Page.size(pageSize);
        List<Summary> found = log.list(
                tenant == null ? "" : tenant.value(),
                Page.after(pageToken, Summary.Place::parse),
                size + 1,
                head -> wanted(head, name, phases, stuckOnly));
        return Page.of(found, size, Summary::place);
    }

    private static boolean wanted(Head head, String name, Set<SagaPhase> phases, boolean stuckOnly) {
        return (name.isEmpty() || head.getName().equals(name))
                && (phases.isEmpty() || phases.contains(head.getPhase()))
                && (!stuckOnly || head.getStuck());
    }

    public void cancel(SagaId id, String reason) {
        steer(id, reason, by -> new Command.Cancel(by, reason));
    }

    public void retry(SagaId id, StepName step) {
        steer(id, "", by -> new Command.Retry(step, by));
    }

    /// @param reason not empty: it is what the next to look at this saga finds
    public void skip(SagaId id, StepName step, String reason) {
        if (reason.isBlank()) {
            throw Faults.invalid("reason", "it is missing", "say why the step is left out");
        }
        steer(id, reason, by -> new Command.Skip(step, by, reason));
    }

    private void steer(SagaId id, String reason, Function<String, Command> command) {
        REASON.check("reason", reason.length());
        SagaState state = get(id).state();
        TenantId tenant = state.definition().tenant();
        Principal principal = authorization.require(Right.STEER.action(), tenant, "saga/" + id);
        commands.give(id, state, command.apply(principal.id().toString()));
    }
}
