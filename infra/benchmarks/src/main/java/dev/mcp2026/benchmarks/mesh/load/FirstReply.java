package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One idempotent call on each of many new connections, one after the other.
final class FirstReply {
    private static final long CALL_SECONDS = 10;
    /// What comes after the reply and makes the next connection faster: the session ticket.
    private static final long TICKET_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private FirstReply() {}

    static Outcome of(EchoChannels channels, Order order) throws Exception {
        boolean again = order.kind() == Order.Kind.FIRST_REPLY_AGAIN;
        if (again) {
            call(channels.open(order.transport()), order, new Tally());
        }
        Tally tally = new Tally();
        for (int i = 0; i < order.callers(); i++) {
            call(again ? channels.open(order.transport()) : channels.openAnew(order.transport()), order, tally);
        }
        return tally.outcome();
    }

    private static void call(ManagedChannel channel, Order order, Tally tally) throws InterruptedException {
        long began = System.nanoTime();
        try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
            ClientCalls.blockingUnaryCall(channel, Echo.UNARY, options, new byte[order.bytes()]);
            tally.ended(Status.OK, began, order.bytes());
            LockSupport.parkNanos(TICKET_NANOS);
        } catch (StatusRuntimeException failure) {
            tally.ended(failure.getStatus(), began, 0);
        } finally {
            channel.shutdownNow().awaitTermination(CALL_SECONDS, TimeUnit.SECONDS);
        }
    }
}
