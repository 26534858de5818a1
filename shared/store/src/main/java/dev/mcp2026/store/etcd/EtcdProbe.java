package dev.mcp2026.store.etcd;

import dev.mcp2026.store.StatusBoard;
import dev.mcp2026.store.StoreMode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.options.GetOption;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Looks at the cluster at a steady pace and keeps the mode on the status board.
final class EtcdProbe implements Runnable {
    /// While all is well, members are asked for their committed index only every so many probes.
    private static final int PROBES_PER_SURVEY = 10;

    private static final long FIRST_PAUSE_MILLIS = 20;

    private final Client client;
    private final List<URI> endpoints;
    private final ByteSequence anyKey;
    private final ModeLimits limits;
    private final ModeDecider decider;
    private final StatusBoard board;
    private final LongSupplier nanoTime;
    private final Calls calls;
    private ModeState state;
    private int probes;
    private volatile boolean stopped;

    EtcdProbe(
            Client client,
            List<URI> endpoints,
            ByteSequence anyKey,
            ModeLimits limits,
            StatusBoard board,
            LongSupplier nanoTime) {
        this.client = client;
        this.endpoints = endpoints;
        this.anyKey = anyKey;
        this.limits = limits;
        this.decider = new ModeDecider(limits);
        this.board = board;
        this.nanoTime = nanoTime;
        this.calls = new Calls(limits.probeTimeout());
        this.state = ModeState.starting(nanoTime.getAsLong());
    }

    @Override
    public void run() {
        while (!stopped) {
            probe();
            pause(limits.probeEvery().toMillis());
        }
    }

    /// First looks, close together, so that a healthy cluster is READ_WRITE at once.
    void untilWritable(Duration atMost) {
        long deadline = nanoTime.getAsLong() + atMost.toNanos();
        do {
            probe();
            if (!board.writable()) {
                pause(FIRST_PAUSE_MILLIS);
            }
        } while (!board.writable() && !stopped && nanoTime.getAsLong() - deadline < 0);
    }

    void stop() {
        stopped = true;
        synchronized (this) {
            notifyAll();
        }
    }

    private synchronized void pause(long millis) {
        try {
            // The probe's own pace; stop() ends it early.
            if (!stopped) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    void probe() {
        String trouble = quorumTrouble();
        boolean quorum = trouble.isEmpty();
        boolean leader = quorum;
        long committed = ModeEvent.UNKNOWN;
        if (!quorum || probes++ % PROBES_PER_SURVEY == 0 || board.current().mode() != StoreMode.READ_WRITE) {
            for (StatusResponse member : survey()) {
                leader |= member.getLeader() != 0;
                committed = Math.max(committed, member.getRaftIndex());
            }
        }
        tell(new ModeEvent.Probed(quorum, leader, committed, trouble));
    }

    /// Feeds the decider and shows what it decides.
    synchronized StoreMode tell(ModeEvent event) {
        state = decider.decide(state, event, nanoTime.getAsLong());
        board.set(state.mode(), state.reason());
        return state.mode();
    }

    /// A linearizable read needs a leader that a majority still follows. Empty if it was answered.
    private String quorumTrouble() {
        CompletableFuture<GetResponse> read = client.getKVClient()
                .get(anyKey, GetOption.builder().withKeysOnly(true).withLimit(1).build());
        try {
            calls.await(read);
            return "";
        } catch (Calls.CallFailed e) {
            // A refusal of this very read is an answer too.
            return e.failure() instanceof Calls.Failure.Rejected
                    ? ""
                    : e.failure().fault().fault().detail();
        }
    }

    private List<StatusResponse> survey() {
        List<CompletableFuture<StatusResponse>> asked = endpoints.stream()
                .map(endpoint -> client.getMaintenanceClient().statusMember(endpoint.toString()))
                .toList();
        long deadline = nanoTime.getAsLong() + limits.probeTimeout().toNanos();
        List<StatusResponse> answers = new ArrayList<>();
        for (CompletableFuture<StatusResponse> one : asked) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - nanoTime.getAsLong()));
            try {
                answers.add(one.get(left.toNanos(), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answers;
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
                one.cancel(true);
            }
        }
        return answers;
    }
}
