package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.LabelSelector;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.wire.Times;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Instances, keys and selectors.
public final class InstanceCodec {
    private InstanceCodec() {}

    /// @param staleSince since when the owner is silent; null if it is not
    public static Instance encode(Entry entry, @Nullable Instant staleSince) {
        Instance.Builder message = Instance.newBuilder()
                .setCell(entry.key().cell().value())
                .setVerdict(VerdictCodec.encode(entry.verdict()))
                .setRegistrationStamp(entry.registrationStamp().packed())
                .setVerdictStamp(entry.verdictStamp().packed());
        Registration registration = entry.registration();
        if (registration != null) {
            message.setRegistration(RegistrationCodec.encode(registration));
        }
        if (staleSince != null) {
            message.setStaleSince(Times.encode(staleSince));
        }
        return message.build();
    }

    public static dev.mcp2026.proto.registry.v1.InstanceKey encode(InstanceKey key) {
        return dev.mcp2026.proto.registry.v1.InstanceKey.newBuilder()
                .setCell(key.cell().value())
                .setTenant(key.tenant().value())
                .setService(key.service().value())
                .setInstance(key.instance().value())
                .build();
    }

    public static InstanceKey decode(dev.mcp2026.proto.registry.v1.InstanceKey message) {
        return new InstanceKey(
                new CellId(message.getCell()),
                new TenantId(message.getTenant()),
                new ServiceName(message.getService()),
                new InstanceId(message.getInstance()));
    }

    public static Selector decode(dev.mcp2026.proto.registry.v1.Selector message) {
        Set<HealthState> states = EnumSet.noneOf(HealthState.class);
        message.getStatesList().forEach(state -> states.add(VerdictCodec.state(state)));
        return new Selector(
                message.getTenant().isEmpty() ? null : new TenantId(message.getTenant()),
                message.getService().isEmpty() ? null : new ServiceName(message.getService()),
                states,
                message.getZone(),
                message.getRegion(),
                message.getCell().isEmpty() ? null : new CellId(message.getCell()),
                LabelSelector.parse(message.getLabels()));
    }
}
