package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.stub.CallStreamObserver;

/// Sends a number of messages as fast as the transport takes them, and ends the stream. Runs whenever it takes more.
final class Outflow implements Runnable {
    private final CallStreamObserver<byte[]> stream;
    private final byte[] message;
    private int left;
    private boolean ended;

    Outflow(CallStreamObserver<byte[]> stream, int messages, byte[] message) {
        this.stream = stream;
        this.left = messages;
        this.message = message;
    }

    @Override
    public synchronized void run() {
        while (left > 0 && stream.isReady()) {
            left--;
            stream.onNext(message);
        }
        if (left == 0 && !ended) {
            ended = true;
            stream.onCompleted();
        }
    }
}
