package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.Congestion;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mesh's settings; each limit's key is its name in errors.
@ConfigMapping(prefix = "mcp.mesh")
public interface MeshConfig {
    /// Off: gRPC goes over HTTP/2 alone and nothing is measured.
    @WithDefault("true")
    boolean enabled();

    /// UDP port; gRPC's own number by default.
    int port();

    /// Other cells' processes, `cell2/registry=host:port`. What a service knows of its own peers is added.
    Optional<List<String>> peers();

    /// Channels to inject by name: `mcp.mesh.clients.billing=mesh:///cell2/billing`.
    Map<String, Client> clients();

    @WithDefault("256")
    long tunnels();

    @WithDefault("32")
    long tunnelsPerPeer();

    /// How often each peer is asked for the paths that it measures.
    @WithDefault("1s")
    Duration reportInterval();

    Probe probe();

    Role role();

    Route route();

    Connection connection();

    Qlog qlog();

    Retry retry();

    /// One channel to inject.
    interface Client {
        @WithParentName
        String target();

        /// What may be done twice and so is repeated when it fails UNAVAILABLE: `billing.v1.Billing/GetInvoice`, and
        /// more after commas. None by default, since a channel knows no contract.
        Optional<List<String>> retriedMethods();
    }

    /// Repeating calls of methods that may be done twice.
    interface Retry {
        /// Of one call, the first included; 2 to 5.
        @WithDefault("5")
        long attempts();

        /// Of one channel: each failure costs one, and calls are repeated while there are more than half; up to 1000.
        /// 0: they always are, so that a cut path under many calls loses none.
        @WithDefault("0")
        long tokens();

        /// Of a token, that each call earns which does not fail.
        @WithDefault("0.1")
        double tokenRatio();
    }

    /// Measuring.
    interface Probe {
        @WithDefault("250ms")
        Duration interval();

        @WithDefault("60s")
        Duration window();

        @WithDefault("256")
        long windowProbes();

        @WithDefault("300ms")
        Duration minTimeout();

        @WithDefault("3s")
        Duration maxTimeout();

        /// Missed in a row until the path is down.
        @WithDefault("4")
        int missesToFall();

        /// Answered in a row until it is up again.
        @WithDefault("3")
        int answersToRise();

        /// A probing connection that stays silent for so long is made anew.
        @WithDefault("2s")
        Duration reopenAfter();
    }

    /// A peer's role by its round trip.
    interface Role {
        @WithDefault("15ms")
        Duration edgeBelow();

        @WithDefault("40ms")
        Duration regionalUpTo();
    }

    /// Choosing.
    interface Route {
        @WithDefault("0.15")
        double betterShare();

        @WithDefault("10s")
        Duration dwell();

        @WithDefault("15s")
        Duration holdDown();

        /// How long a tunnel that no call takes is kept.
        @WithDefault("60s")
        Duration relayKept();

        @WithDefault("32")
        long history();
    }

    /// QUIC connections: those to this process, and `idle` of those to peers as well.
    interface Connection {
        /// Of all peers together; more are not answered.
        @WithDefault("1000")
        long maxConnections();

        /// Of one SPIFFE ID; more are refused.
        @WithDefault("256")
        long maxConnectionsPerPeer();

        /// Calls under way on one connection; more are refused, and tried again elsewhere where they may be.
        @WithDefault("1000")
        long maxStreams();

        /// Without a packet a connection ends. The shorter one of both ends holds.
        @WithDefault("30s")
        Duration idle();

        /// What is under way: `BBR` goes by rate and round trip, `CUBIC` by losses.
        @WithDefault("BBR")
        Congestion congestion();

        /// Share of packets lost from which on a path's packets are sent twice; 0: never.
        @WithDefault("0.005")
        double duplicateFrom();

        /// Of one connection, in bytes a second.
        @WithDefault("524288")
        long duplicatedBytes();

        /// After it a client is asked to connect anew; 0: never.
        @WithDefault("0s")
        Duration maxAge();

        /// That calls under way have then; 0: as long as they take.
        @WithDefault("0s")
        Duration maxAgeGrace();
    }

    /// Logs of QUIC connections, for whoever looks into one.
    interface Qlog {
        /// Empty: never. Otherwise connections are logged into it while it is there, with mode 0700.
        Optional<Path> directory();

        @WithDefault("16")
        long connections();

        @WithDefault("64")
        long files();

        @WithDefault("8388608")
        long fileBytes();
    }
}
