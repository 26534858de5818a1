package dev.mcp2026.examples.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.Test;

class GreeterServerTest {
    @Test
    void greetsAndSaysItServes() throws Exception {
        try (GreeterServer server = new GreeterServer(0)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            try {
                StringValue greeting = ClientCalls.blockingUnaryCall(
                        channel, Greeter.HELLO, CallOptions.DEFAULT, StringValue.of("cell"));
                assertThat(greeting.getValue()).isEqualTo("Hello, cell!");
                var request = HealthCheckRequest.newBuilder()
                        .setService(Greeter.SERVICE)
                        .build();
                assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
                        .isEqualTo(ServingStatus.SERVING);
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
