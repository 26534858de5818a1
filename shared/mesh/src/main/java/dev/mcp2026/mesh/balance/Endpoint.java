package dev.mcp2026.mesh.balance;

import dev.mcp2026.mesh.path.Way;
import io.grpc.Attributes;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Where calls to one instance of a service can go now.
///
/// @param address what the channel's transports connect to; it changes with the way
/// @param handover from the address that this endpoint had before
/// @param latency round trip of its way, what a call takes at the least; asked at each pick, so it must not block or
///     compute. Empty if not measured
public record Endpoint(
        EndpointId id,
        SocketAddress address,
        Way way,
        Locality locality,
        Handover handover,
        Supplier<Optional<Duration>> latency) {

    /// Attribute of the address groups that the resolver gives out, so of transports, too.
    public static final Attributes.Key<Endpoint> KEY = Attributes.Key.create("dev.mcp2026.mesh.balance.endpoint");

    boolean isReachedLike(Endpoint other) {
        return address.equals(other.address) && way.equals(other.way);
    }
}
