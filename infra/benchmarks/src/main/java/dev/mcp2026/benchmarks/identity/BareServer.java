package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;

/// The peer: grpc-java on a Unix socket, answering the same bytes with no work.
final class BareServer implements AutoCloseable {
    private final Server server;

    BareServer(Path socket, X509SVIDResponse answer, EventLoopGroup loops) throws IOException {
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .addService(new SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIImplBase() {
                    @Override
                    public void fetchX509SVID(X509SVIDRequest request, StreamObserver<X509SVIDResponse> client) {
                        client.onNext(answer);
                    }
                })
                .build()
                .start();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
