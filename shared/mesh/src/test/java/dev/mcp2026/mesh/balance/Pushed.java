package dev.mcp2026.mesh.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A source whose endpoints the test sets.
final class Pushed implements EndpointSource {
    private final List<Observer> observers = new ArrayList<>();
    final List<MeshTarget> targets = new ArrayList<>();
    private List<Endpoint> known = List.of();
    private Optional<String> noneReason = Optional.empty();

    @Override
    public synchronized Subscription subscribe(MeshTarget target, Observer observer) {
        targets.add(target);
        observers.add(observer);
        if (!known.isEmpty()) {
            observer.endpoints(known);
        } else {
            noneReason.ifPresent(observer::none);
        }
        return () -> forget(observer);
    }

    private synchronized void forget(Observer observer) {
        observers.remove(observer);
    }

    synchronized void push(Endpoint... endpoints) {
        known = List.of(endpoints);
        observers.forEach(observer -> observer.endpoints(known));
    }

    synchronized void none(String reason) {
        known = List.of();
        noneReason = Optional.of(reason);
        observers.forEach(observer -> observer.none(reason));
    }

    synchronized int subscriptions() {
        return observers.size();
    }
}
