package dev.mcp2026.coordinator.drive;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.store.Txn;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import dev.mcp2026.testkit.sim.SimNode;
import java.util.function.Function;

/// The store that all share. It does one thing after another, and whatever reaches it is done, even if whoever asked
/// has given up or is dead.
final class StoreNode implements SimNode {
    /// What it is asked.
    sealed interface Question {
        record Write(Txn txn) implements Question {
            @Override
            public String toString() {
                return txn.then().stream()
                        .map(op -> switch (op) {
                            case dev.mcp2026.store.Op.Put put -> "put " + put.key();
                            case dev.mcp2026.store.Op.Delete delete -> "delete " + delete.key();
                            case dev.mcp2026.store.Op.DeletePrefix delete -> "delete " + delete.prefix();
                            case dev.mcp2026.store.Op.Get get -> "get " + get.key();
                        })
                        .toList()
                        .toString();
            }
        }

        record Other(String what, Function<SimTables, Object> work) implements Question {
            @Override
            public String toString() {
                return what;
            }
        }
    }

    private final SimContext context;
    private final SimTables tables;
    private final LogChecks checks;

    StoreNode(SimContext context, int page) {
        this.context = context;
        this.tables = new SimTables(context::nanoTime, page);
        this.checks = new LogChecks(tables);
    }

    /// As it is now.
    SimTables tables() {
        tables.expire();
        return tables;
    }

    LogChecks checks() {
        return checks;
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        if (message instanceof Line.Ask(long number, Question question)) {
            context.send(from, new Line.Reply(number, answer(from, question)));
        }
    }

    private Object answer(NodeId from, Question question) {
        tables.expire();
        try {
            return switch (question) {
                case Question.Write(Txn txn) -> {
                    checks.before(from, txn);
                    yield tables.txn(txn);
                }
                case Question.Other other -> other.work().apply(tables);
            };
        } catch (FaultException refused) {
            return refused;
        }
    }

    @Override
    public void onTimer(Object timer) {
        throw new IllegalStateException("it sets none");
    }
}
