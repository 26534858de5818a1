package dev.mcp2026.registry.health.probe;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.ProbeResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Runs probes of every kind. Blocks its caller, a virtual thread, for at most the timeout.
public final class Probes implements AutoCloseable {
    private final LongSupplier nanoTime;
    private final ProbeLimits limits;
    private final Dialler dialler;
    private final GrpcProbe grpc;

    public Probes(LongSupplier nanoTime, ProbeLimits limits) {
        this(nanoTime, limits, InetAddress::getByName);
    }

    Probes(LongSupplier nanoTime, ProbeLimits limits, Dialler.Resolver resolver) {
        this.nanoTime = nanoTime;
        this.limits = limits;
        this.dialler = new Dialler(limits.denied(), resolver);
        this.grpc = new GrpcProbe(limits.grpcChannels().max(), dialler);
    }

    /// @return [ProbeResult#made] false where no probe may go
    /// @throws ObserverFaultException the probe could not be made; nothing was learnt of the target
    /// @throws IllegalArgumentException the target is not one that can be connected to
    public ProbeResult run(Target target, Duration timeout) throws ObserverFaultException {
        Attempt attempt = new Attempt(nanoTime, timeout);
        return switch (target.kind()) {
            case CheckKind.Tcp _ -> tcp(target, attempt);
            case CheckKind.Http http ->
                HttpProbe.run(dialler, target, http, attempt, limits.drain().max());
            case CheckKind.Grpc service -> grpc.run(target, service, attempt);
        };
    }

    private ProbeResult tcp(Target target, Attempt attempt) throws ObserverFaultException {
        try (Socket _ = dialler.connect(target, attempt)) {
            return attempt.ok("TCP connect");
        } catch (IOException e) {
            return attempt.failed(e);
        }
    }

    /// Frees what is kept for a target that is no longer probed.
    public void release(Target target) {
        grpc.release(target);
    }

    @Override
    public void close() {
        grpc.close();
    }
}
