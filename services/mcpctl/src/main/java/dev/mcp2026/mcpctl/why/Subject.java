package dev.mcp2026.mcpctl.why;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.mcpctl.identity.Asked;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a command is about, as the user writes it: `service/NAME` or just `NAME`,
/// `instance/SERVICE/INSTANCE` or just `SERVICE/INSTANCE`, `instance/CELL/SERVICE/INSTANCE`, `route/CELL`,
/// `identity/PID`, `identity/SPIFFE-ID` or just `SPIFFE-ID`, `saga/ID`. The kind may stand as a word of its own: `route
/// CELL`.
public sealed interface Subject {
    /// Something that is in the catalogue.
    sealed interface Registered extends Subject {
        ServiceName service();
    }

    record OneService(ServiceName service) implements Registered {}

    /// @param cell given where instances of one name in several cells are to be told apart
    record OneInstance(Optional<CellId> cell, ServiceName service, InstanceId instance) implements Registered {}

    /// The way that calls to a cell go.
    record Route(CellId cell) implements Subject {}

    /// What the cell's identity cache gives a process, or knows of an identity.
    record Identity(Asked asked) implements Subject {}

    /// One saga of the cell's coordinator.
    record OneSaga(String id) implements Subject {}

    String SAGA = "saga";
    String ROUTE = "route";
    String SERVICE = "service";
    String INSTANCE = "instance";
    String IDENTITY = "identity";
    Set<String> KINDS = Set.of(ROUTE, SERVICE, INSTANCE, IDENTITY, SAGA);
    String FORMS = "write service/NAME, instance/SERVICE/INSTANCE, instance/CELL/SERVICE/INSTANCE, "
            + "identity PID, identity SPIFFE-ID, saga ID or route CELL";

    /// @param name what follows a kind that stands alone
    static Subject parse(String subject, @Nullable String name) {
        if (name == null) {
            return parse(subject);
        }
        if (!KINDS.contains(subject)) {
            throw unknown(subject + " " + name, FORMS);
        }
        return parse(subject + "/" + name);
    }

    static Subject parse(String text) {
        if (text.startsWith("spiffe://")) {
            return new Identity(Asked.parse(text));
        }
        String[] parts = text.split("/", -1);
        if (parts[0].equals(IDENTITY)) {
            return identity(text);
        }
        if (parts.length == 2 && parts[0].equals(SAGA)) {
            return new OneSaga(parts[1]);
        }
        if (parts[0].equals(ROUTE)) {
            return route(text, parts);
        }
        if (parts.length == 1) {
            return new OneService(new ServiceName(text));
        }
        if (parts.length == 2 && parts[0].equals(SERVICE)) {
            return new OneService(new ServiceName(parts[1]));
        }
        if (parts.length >= 3 && parts[0].equals(INSTANCE)) {
            return instance(text, parts, 1);
        }
        if (parts.length == 2 && !parts[0].equals(INSTANCE)) {
            return instance(text, parts, 0);
        }
        throw unknown(text, FORMS);
    }

    /// The prefix `instance/` may be left out.
    static OneInstance parseInstance(String text) {
        String[] parts = text.split("/", -1);
        return instance(text, parts, parts.length == 3 && parts[0].equals(INSTANCE) ? 1 : 0);
    }

    private static Route route(String text, String[] parts) {
        if (parts.length != 2) {
            throw unknown(text, "write route CELL; a service of that name is service/route");
        }
        return new Route(new CellId(parts[1]));
    }

    private static Identity identity(String text) {
        if (text.equals(IDENTITY)) {
            throw unknown(text, "write identity PID or identity SPIFFE-ID; a service of that name is service/identity");
        }
        return new Identity(Asked.parse(text.substring(IDENTITY.length() + 1)));
    }

    private static OneInstance instance(String text, String[] parts, int from) {
        return switch (parts.length - from) {
            case 2 -> new OneInstance(Optional.empty(), new ServiceName(parts[from]), new InstanceId(parts[from + 1]));
            case 3 ->
                new OneInstance(
                        Optional.of(new CellId(parts[from])),
                        new ServiceName(parts[from + 1]),
                        new InstanceId(parts[from + 2]));
            default -> throw unknown(text, "write SERVICE/INSTANCE");
        };
    }

    private static FaultException unknown(String text, String action) {
        return Faults.invalid("subject", "'" + text + "' names nothing", action);
    }
}
