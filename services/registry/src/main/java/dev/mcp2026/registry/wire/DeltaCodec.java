package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.Record;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.Verdict;

/// Deltas as replication records. The key stands once, so inside a record the registration leaves
/// it out.
public final class DeltaCodec {
    private DeltaCodec() {}

    public static Record encode(Delta delta) {
        Record.Builder message = Record.newBuilder()
                .setCell(delta.key().cell().value())
                .setTenant(delta.key().tenant().value())
                .setService(delta.key().service().value())
                .setInstance(delta.key().instance().value())
                .setDeleted(delta.deleted());
        Registration registration = delta.registration();
        if (delta.carriesRegistration()) {
            message.setRegistrationStamp(delta.registrationStamp().packed());
        }
        if (registration != null) {
            message.setRegistration(RegistrationCodec.encode(registration).toBuilder()
                    .clearTenant()
                    .clearService()
                    .clearInstance());
        }
        Verdict verdict = delta.verdict();
        if (verdict != null) {
            message.setVerdictStamp(delta.verdictStamp().packed()).setVerdict(VerdictCodec.encode(verdict));
        }
        return message.build();
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if a peer sends what
    ///     breaks the contract
    public static Delta decode(Record message) {
        InstanceKey key = new InstanceKey(
                new CellId(message.getCell()),
                new TenantId(message.getTenant()),
                new ServiceName(message.getService()),
                new InstanceId(message.getInstance()));
        return new Delta(
                key,
                new HlcTimestamp(message.getRegistrationStamp()),
                message.getDeleted(),
                message.hasRegistration() && !message.getDeleted()
                        ? RegistrationCodec.decode(message.getRegistration().toBuilder()
                                .setTenant(message.getTenant())
                                .setService(message.getService())
                                .setInstance(message.getInstance())
                                .build())
                        : null,
                new HlcTimestamp(message.getVerdictStamp()),
                message.hasVerdict() ? VerdictCodec.decode(message.getVerdict()) : null);
    }
}
