package dev.mcp2026.coordinator.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mcp.saga.*`.
@ConfigMapping(prefix = "mcp.saga")
public interface SagaConfig {
    /// What sagas of each tenant may call: `host:port`, `host:*` or `*.domain:port`. Those of `*` are every tenant's.
    Map<String, List<String>> participants();

    /// After which another coordinator takes over what one that died was driving.
    @WithDefault("10s")
    Duration lease();

    /// Before a change that the store did not take is tried again.
    @WithDefault("500ms")
    Duration storeRetry();

    /// How long a saga that has ended is kept, with its request key and its tokens.
    @WithDefault("7d")
    Duration retention();

    /// How long a command waits for the coordinator that drives its saga, where that is another.
    @WithDefault("10s")
    Duration commandWait();

    /// How long to look, before a saga is started, whether somebody listens where its calls will go; 0 not to look.
    @WithDefault("1s")
    Duration probe();

    Tokens tokens();

    Breaker breaker();

    Limits limits();

    Lra lra();

    /// The coordinator's own tokens, for participants that keep none.
    interface Tokens {
        /// Where they are.
        enum Kind {
            STORE,
            REDIS
        }

        /// Whose calls are guarded. Each one guarded costs two durable writes more.
        enum Calls {
            COMPENSATIONS,
            ALL,
            NONE
        }

        @WithDefault("store")
        Kind kind();

        @WithDefault("compensations")
        Calls calls();

        /// After which a call whose coordinator died may be made by another; at least the call's own limit and a
        /// second.
        @WithDefault("5s")
        Duration lease();

        /// With `kind=redis`, as in `redis://:password@host:6379` or `rediss://…`; more under `quarkus.redis.*`.
        @WithDefault("redis://127.0.0.1:6379")
        String redis();

        /// Of one call to Redis; after one that failed calls fail at once for `pause`.
        @WithDefault("250ms")
        Duration timeout();

        @WithDefault("1s")
        Duration pause();
    }

    /// One for each participant's address.
    interface Breaker {
        /// A call without an answer counts as failed after it; it goes on to its own deadline.
        @WithDefault("3s")
        Duration threshold();

        /// From one trial to the next while it is open.
        @WithDefault("200ms")
        Duration pause();

        /// Of the last calls, which are looked at.
        @WithDefault("10")
        int window();

        /// The share of them that failed and opens it.
        @WithDefault("0.5")
        double failures();
    }

    /// Long running actions, by the LRA coordinator's interface.
    interface Lra {
        /// Under which participants and clients reach this cell's coordinators, as `https://host:port`; empty: as
        /// whoever starts an LRA reached this one.
        Optional<String> url();

        /// How long one that ended well is kept, so that its status can be asked.
        @WithDefault("1m")
        Duration retention();

        /// How long whoever closes or cancels one waits for its end.
        @WithDefault("5s")
        Duration endWait();

        /// Of one call of a participant.
        @WithDefault("5s")
        Duration timeout();

        /// The first pause before a call is made again; it doubles up to `retry-cap`.
        @WithDefault("200ms")
        Duration retry();

        @WithDefault("10s")
        Duration retryCap();

        /// Kept at once, with those that have ended.
        @WithDefault("200000")
        int open();

        @WithDefault("100000")
        int openPerTenant();

        /// Calls of participants under way at once.
        @WithDefault("256")
        int calls();

        /// Of one, with all its participants.
        @WithDefault("262144")
        int bytes();
    }

    /// Named bounds.
    interface Limits {
        @WithDefault("200000")
        int open();

        @WithDefault("100000")
        int openPerTenant();

        /// Calls of participants under way at once.
        @WithDefault("512")
        int calls();

        @WithDefault("65536")
        int resultBytes();

        /// Participants whose breakers are known at once.
        @WithDefault("10000")
        int breakers();

        /// Calls of Redis under way at once; no more than its pool and queue hold.
        @WithDefault("16")
        int redisCalls();

        /// Connections to gRPC participants kept at once.
        @WithDefault("1000")
        int grpcChannels();

        /// Services of gRPC participants whose messages are known at once.
        @WithDefault("1000")
        int grpcServices();
    }
}
