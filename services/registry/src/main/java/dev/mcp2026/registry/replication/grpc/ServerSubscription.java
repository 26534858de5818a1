package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.Ping;
import dev.mcp2026.proto.registry.v1.Pong;
import dev.mcp2026.proto.registry.v1.SubscribeHello;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.proto.registry.v1.SubscribeResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.replication.Batch;
import dev.mcp2026.registry.replication.DeltaSource;
import dev.mcp2026.registry.replication.Hello;
import dev.mcp2026.registry.watch.RevisionPump;
import dev.mcp2026.registry.watch.StreamQuota;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The sender's end of one stream.
final class ServerSubscription implements StreamObserver<SubscribeRequest>, RevisionPump.Sink {
    private static final Logger LOG = Logger.getLogger(ServerSubscription.class);

    /// Records per frame, about 100 KB; fewer where they are large.
    private static final int BATCH_RECORDS = 256;

    private final Catalogue catalogue;
    private final ServerCallStreamObserver<SubscribeResponse> responses;
    private final InstantSource wall;
    private final String version;
    private final Consumer<Hello> admission;
    private final Supplier<Map<CellId, Instant>> silent;
    private final Executor executor;
    private final StreamQuota.@Nullable Place place;
    private boolean over;
    private volatile @Nullable RevisionPump pump;
    private @Nullable DeltaSource source;

    /// @param opening throws if the caller may have no further stream
    /// @param admission throws if this caller may not subscribe as the cell that it says it is
    ServerSubscription(
            Catalogue catalogue,
            ServerCallStreamObserver<SubscribeResponse> responses,
            InstantSource wall,
            String version,
            Supplier<StreamQuota.Place> opening,
            Consumer<Hello> admission,
            Supplier<Map<CellId, Instant>> silent,
            Executor executor) {
        this.catalogue = catalogue;
        this.responses = responses;
        this.wall = wall;
        this.version = version;
        this.admission = admission;
        this.silent = silent;
        this.executor = executor;
        responses.setOnReadyHandler(this::wake);
        responses.setOnCancelHandler(this::stop);
        responses.setOnCloseHandler(this::stop);
        this.place = open(opening);
    }

    /// A refusal goes to the stream: thrown here, before the stream is made, it would reach no one.
    private StreamQuota.@Nullable Place open(Supplier<StreamQuota.Place> opening) {
        try {
            return opening.get();
        } catch (FaultException e) {
            failed(e);
            return null;
        }
    }

    private void wake() {
        RevisionPump running = pump;
        if (running != null) {
            running.changed();
        }
    }

    private void stop() {
        RevisionPump running = pump;
        if (running != null) {
            running.close();
        }
        if (place != null) {
            place.close();
        }
    }

    @Override
    public void onNext(SubscribeRequest frame) {
        switch (frame.getFrameCase()) {
            case HELLO -> start(frame.getHello());
            case PING -> answer(frame.getPing());
            case PONG, APPLIED_CURSOR, FRAME_NOT_SET -> {}
        }
    }

    private void start(SubscribeHello message) {
        if (pump != null || place == null) {
            return;
        }
        try {
            Hello hello = Frames.decode(message);
            admission.accept(hello);
            start(hello);
        } catch (FaultException e) {
            failed(e);
        }
    }

    private void start(Hello hello) {
        DeltaSource opened = new DeltaSource(catalogue, hello, silent);
        source = opened;
        LOG.infof(
                "subscription opened cell=%s from=%d resumed=%s",
                hello.cell(), opened.start(), opened.welcome(version).resumed());
        send(SubscribeResponse.newBuilder()
                .setWelcome(Frames.encode(opened.welcome(version)))
                .build());
        pump = new RevisionPump(catalogue, opened.start(), BATCH_RECORDS, this).start();
    }

    @Override
    public boolean ready() {
        return responses.isReady();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public synchronized void failed(Throwable failure) {
        if (!over) {
            over = true;
            responses.onError(failure);
        }
    }

    /// A first batch that may be empty: it tells the subscriber where it stands.
    @Override
    public boolean backfill() {
        DeltaSource opened = source;
        if (opened != null && catalogue.revision() == opened.start()) {
            send(opened.batch(new Changes(List.of(), opened.start(), false)));
        }
        return false;
    }

    @Override
    public void accept(Changes changes) {
        DeltaSource opened = source;
        if (opened != null) {
            send(opened.batch(changes));
        }
    }

    private void send(Batch batch) {
        send(SubscribeResponse.newBuilder().setDelta(Frames.encode(batch)).build());
    }

    /// Deltas and answers to pings come from two threads.
    private synchronized void send(SubscribeResponse frame) {
        if (!over && !responses.isCancelled()) {
            responses.onNext(frame);
        }
    }

    /// Only to one that was let in, and only where there is room: whoever does not read is busy with deltas, which
    /// show as well as an answer that we are here.
    private void answer(Ping ping) {
        if (pump == null || !responses.isReady()) {
            return;
        }
        long now = WallClock.nanos(wall);
        send(SubscribeResponse.newBuilder()
                .setPong(Pong.newBuilder()
                        .setOriginNs(ping.getOriginNs())
                        .setReceiveNs(now)
                        .setTransmitNs(now)
                        .addAllSilent(Frames.encode(silent.get())))
                .build());
    }

    @Override
    public void onError(Throwable failure) {
        stop();
    }

    @Override
    public synchronized void onCompleted() {
        stop();
        if (!over) {
            over = true;
            responses.onCompleted();
        }
    }
}
