package dev.mcp2026.identity.shared;

import dev.mcp2026.testkit.process.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Redis with clients as a service has them.
final class RedisFixture implements AutoCloseable {
    private final RedisServer server;
    private final Vertx vertx = Vertx.vertx();
    private final List<Redis> clients = new ArrayList<>();

    RedisFixture(RedisServer server) {
        this.server = server;
    }

    RedisServer server() {
        return server;
    }

    Redis client(String userInfo) {
        String address = server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort();
        Redis client = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString("redis://" + userInfo + address)
                        .setNetClientOptions(new NetClientOptions().setIdleTimeout(30)));
        clients.add(client);
        return client;
    }

    static Response send(Redis client, Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object each : arguments) {
            switch (each) {
                case byte[] bytes -> request.arg(Buffer.buffer(bytes));
                default -> request.arg(each.toString());
            }
        }
        try {
            return client.send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(command + " failed", e);
        }
    }

    @Override
    public void close() {
        clients.forEach(Redis::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
