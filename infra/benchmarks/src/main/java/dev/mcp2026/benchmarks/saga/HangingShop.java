package dev.mcp2026.benchmarks.saga;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/// A participant that takes calls and answers none while it hangs; what it has taken by then it answers at once when it
/// is over, as a process does that was stopped and goes on.
final class HangingShop implements AutoCloseable {
    private final Shop shop;
    private final List<HttpServerRequest> held = new ArrayList<>();
    private boolean hanging;

    HangingShop(Vertx vertx) {
        shop = new Shop(vertx);
        shop.behave(this::answer);
    }

    private synchronized void answer(HttpServerRequest request) {
        if (hanging) {
            held.add(request);
        } else {
            Shop.ok(request);
        }
    }

    synchronized void hang() {
        hanging = true;
    }

    synchronized void goOn() {
        hanging = false;
        held.stream().filter(request -> !request.response().closed()).forEach(Shop::ok);
        held.clear();
    }

    String address() {
        return shop.address();
    }

    @Override
    public void close() {
        shop.close();
    }
}
