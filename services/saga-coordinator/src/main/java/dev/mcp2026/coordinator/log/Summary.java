package dev.mcp2026.coordinator.log;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.Head;

/// A saga as lists show it.
public record Summary(SagaId id, Head head) {
    /// Where in a list it stands.
    public record Place(TenantId tenant, SagaId id) {
        /// @param text as [#toString] writes it
        /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT
        public static Place parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw Faults.invalid("place", "it is not tenant/id", "correct it");
            }
            return new Place(new TenantId(text.substring(0, slash)), new SagaId(text.substring(slash + 1)));
        }

        @Override
        public String toString() {
            return tenant + "/" + id;
        }
    }

    public String place() {
        return new Place(new TenantId(head.getTenant()), id).toString();
    }
}
