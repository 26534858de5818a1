package dev.mcp2026.mesh.balance;

import io.grpc.Attributes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What a balancer is made of. It comes with the resolver's results, because gRPC makes balancers by a name in a
/// registry of the whole process, where two meshes in one process would meet.
///
/// @param random safe for use by several threads
/// @param nanoTime monotonic
public record BalanceSetup(
        BalanceRules rules, RandomGenerator random, LongSupplier nanoTime, BalanceListener listener) {
    static final Attributes.Key<BalanceSetup> KEY = Attributes.Key.create("dev.mcp2026.mesh.balance.setup");

    public static BalanceSetup of(BalanceRules rules, BalanceListener listener) {
        return new BalanceSetup(rules, () -> ThreadLocalRandom.current().nextLong(), System::nanoTime, listener);
    }
}
