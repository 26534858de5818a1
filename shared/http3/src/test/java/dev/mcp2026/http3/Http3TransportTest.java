package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class Http3TransportTest extends TransportContract {
    private static final EventLoopGroup LOOPS = DatagramSockets.newGroup(2, "contract");
    private static final Identities IDENTITIES = new Identities("mesh.test");
    private static final Identities STRANGERS = new Identities("mesh.test");

    @Override
    Server start(BindableService service) throws Exception {
        return Http3ServerBuilder.forAddress(
                        new InetSocketAddress("127.0.0.1", 0),
                        LOOPS,
                        IDENTITIES.server(),
                        IDENTITIES.verifier(id -> id.equals(Identities.CLIENT.in("mesh.test"))))
                .maxInboundMessageSize(MESSAGE_MAX)
                .maxInboundMetadataSize(METADATA_MAX)
                .addService(service)
                .build()
                .start();
    }

    private static ManagedChannel connect(int port, Identities identities, PeerVerifier verifier) {
        return Http3ChannelBuilder.forAddress("127.0.0.1", port, LOOPS, identities.client(Identities.CLIENT), verifier)
                .maxInboundMessageSize(MESSAGE_MAX)
                .build();
    }

    @Override
    ManagedChannel connect(int port) {
        return connect(port, IDENTITIES, IDENTITIES.verifier(id -> id.equals(Identities.SERVER.in("mesh.test"))));
    }

    private static Status call(ManagedChannel channel) {
        try {
            return Status.fromThrowable(catchThrowable(() -> TestServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .emptyCall(Empty.getDefaultInstance())));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aServerThatIsNotTheOneMeantIsRefused() throws Exception {
        Server server = start(new TestServiceGrpc.TestServiceImplBase() {});
        try {
            Status status = call(connect(server.getPort(), IDENTITIES, IDENTITIES.verifier(id -> false)));
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription()).contains("not trusted", "spiffe://mesh.test/cell/cell1/registry");
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void aClientOfAnotherAuthorityGetsNoAnswer() throws Exception {
        Server server = start(new TestServiceGrpc.TestServiceImplBase() {});
        try {
            Status status = call(connect(server.getPort(), STRANGERS, chain -> {}));
            assertThat(status.getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
        } finally {
            server.shutdownNow();
        }
    }
}
