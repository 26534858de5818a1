package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One stream of an Envoy. A client that does not read gets the newest when it does, not all in between.
///
/// @param <Q> requests
/// @param <R> responses
final class SecretStream<Q, R> implements StreamObserver<Q> {
    private static final Logger LOG = Logger.getLogger(SecretStream.class);
    private static final int MAX_REASON = 200;

    private final Dialect<Q, R> dialect;
    private final Workloads workloads;
    private final Caller caller;
    private final SecretSettings settings;
    private final SecretListener listener;
    private final ServerCallStreamObserver<R> client;
    private final SubscriptionSlot subscription = new SubscriptionSlot();

    // Guarded by this. Nothing foreign is called with it held but the client's observer, which wants one thread at a
    // time.
    private Interest interest = Interest.NONE;
    private @Nullable Secrets secrets;
    private boolean started;
    private boolean ended;
    private long responses;
    private String nonce = "";

    SecretStream(
            Dialect<Q, R> dialect,
            Workloads workloads,
            Caller caller,
            SecretSettings settings,
            SecretListener listener,
            ServerCallStreamObserver<R> client) {
        this.dialect = dialect;
        this.workloads = workloads;
        this.caller = caller;
        this.settings = settings;
        this.listener = listener;
        this.client = client;
        client.setOnReadyHandler(this::send);
        client.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(Q request) {
        try {
            SecretDiscovery.requireSecrets(dialect.typeUrl(request));
            dialect.rejection(request).ifPresent(this::rejected);
            boolean first = hear(request);
            if (first) {
                subscription.set(workloads.subscribe(caller, this::update));
            }
            send();
        } catch (FaultException e) {
            fail(e.fault());
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    @Override
    public void onCompleted() {
        synchronized (this) {
            if (!ended) {
                ended = true;
                client.onCompleted();
            }
        }
        subscription.close();
    }

    /// Returns whether it is the stream's first request.
    private synchronized boolean hear(Q request) {
        if (ended || started && dialect.isStale(request, nonce)) {
            return false;
        }
        boolean first = !started;
        interest = dialect.heard(interest, request, first, settings.names());
        started = true;
        return first;
    }

    private void update(WorkloadUpdate update) {
        if (update.svids().isEmpty()) {
            fail(update.failure().orElseGet(SecretDiscovery::noIdentity));
            return;
        }
        synchronized (this) {
            secrets = new Secrets(update);
        }
        send();
    }

    private void send() {
        int sent;
        synchronized (this) {
            if (ended || secrets == null || !client.isReady()) {
                return;
            }
            Interest.Due due = interest.due(secrets);
            interest = due.after();
            String next = Long.toString(responses + 1);
            Optional<R> answer = dialect.answer(due, next);
            if (answer.isEmpty()) {
                return;
            }
            responses++;
            nonce = next;
            client.onNext(answer.get());
            sent = due.changed().size();
        }
        listener.sent(caller, sent);
    }

    private void rejected(String reason) {
        listener.refused(caller);
        String shown = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
        LOG.warnf("secrets refused by a client pid=%d reason=%s", caller.pid(), shown.replaceAll("\\p{Cntrl}", " "));
    }

    private void fail(Fault fault) {
        synchronized (this) {
            if (!ended) {
                ended = true;
                client.onError(GrpcFaults.toGrpc(fault, ""));
            }
        }
        subscription.close();
    }

    private void end() {
        synchronized (this) {
            ended = true;
        }
        subscription.close();
    }
}
