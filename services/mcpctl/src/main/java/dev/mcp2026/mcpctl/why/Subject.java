package dev.mcp2026.mcpctl.why;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import java.util.Optional;

/// What a command is about, as the user writes it: `service/NAME` or just `NAME`,
/// `instance/SERVICE/INSTANCE` or just `SERVICE/INSTANCE`, `instance/CELL/SERVICE/INSTANCE`.
public sealed interface Subject {
    ServiceName service();

    record OneService(ServiceName service) implements Subject {}

    /// @param cell given where instances of one name in several cells are to be told apart
    record OneInstance(Optional<CellId> cell, ServiceName service, InstanceId instance) implements Subject {}

    static Subject parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 1) {
            return new OneService(new ServiceName(text));
        }
        if (parts.length == 2 && parts[0].equals("service")) {
            return new OneService(new ServiceName(parts[1]));
        }
        if (parts.length >= 3 && parts[0].equals("instance")) {
            return instance(text, parts, 1);
        }
        if (parts.length == 2 && !parts[0].equals("instance")) {
            return instance(text, parts, 0);
        }
        throw unknown(text, "write service/NAME, instance/SERVICE/INSTANCE or instance/CELL/SERVICE/INSTANCE");
    }

    /// The prefix `instance/` may be left out.
    static OneInstance parseInstance(String text) {
        String[] parts = text.split("/", -1);
        return instance(text, parts, parts.length == 3 && parts[0].equals("instance") ? 1 : 0);
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
