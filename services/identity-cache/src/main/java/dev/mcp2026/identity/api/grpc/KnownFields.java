package dev.mcp2026.identity.api.grpc;

import com.google.protobuf.Message;
import dev.mcp2026.kernel.error.Faults;

/// Refuses requests with fields that this version does not know, as REST does: a client that asks for more than is done
/// must hear of it.
final class KnownFields {
    private KnownFields() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming the message
    static void require(Message... messages) {
        for (Message message : messages) {
            var unknown = message.getUnknownFields();
            if (!unknown.asMap().isEmpty()) {
                String name = message.getDescriptorForType().getName();
                throw Faults.invalid(
                        name,
                        name + " has no field with the number "
                                + unknown.asMap().keySet().iterator().next(),
                        "leave it out; is the client newer than this cache?");
            }
        }
    }
}
