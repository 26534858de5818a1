package dev.mcp2026.coordinator.operations;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.Summary;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.saga.v1.Head;
import dev.mcp2026.proto.saga.v1.Saga;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Part of a list, and where it goes on.
///
/// @param next opaque; empty after the last
public record Page<T>(List<T> items, String next) {
    private static final int DEFAULT = 100;
    private static final int MAX = 1000;
    private static final int MAX_TOKEN = 1024;

    public Page {
        items = List.copyOf(items);
    }

    static int size(int asked) {
        if (asked < 0 || asked > MAX) {
            throw Faults.invalid("pageSize", asked + " is not a page size", "use 1 to " + MAX);
        }
        return asked == 0 ? DEFAULT : asked;
    }

    static String token(Summary last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Saga.newBuilder()
                        .setSagaId(last.id().value())
                        .setTenant(last.head().getTenant())
                        .build()
                        .toByteArray());
    }

    /// @return empty for the first page
    static Optional<Summary> after(String token) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (token.length() <= MAX_TOKEN) {
                Saga last = Saga.parseFrom(Base64.getUrlDecoder().decode(token));
                return Optional.of(new Summary(
                        new SagaId(last.getSagaId()),
                        Head.newBuilder().setTenant(last.getTenant()).build()));
            }
        } catch (IllegalArgumentException | InvalidProtocolBufferException | FaultException notOurs) {
            // One answer for whatever is not a token of ours.
        }
        throw Faults.invalid("pageToken", "this is not a page token", "send the one of the page before, or none");
    }
}
