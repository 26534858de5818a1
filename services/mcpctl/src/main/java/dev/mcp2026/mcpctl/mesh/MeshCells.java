package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The cells that are asked for their paths, all at once, so that one that hangs does not hold up the next.
final class MeshCells implements AutoCloseable {
    private static final int ASKED_AT_ONCE_MAX = 16;

    private final List<AskedCell> cells;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            ASKED_AT_ONCE_MAX, Thread.ofVirtual().name("ask-", 0).factory());

    /// @param contexts the one that the command is about at the head
    /// @param deadline of each answer
    MeshCells(List<Context> contexts, Duration deadline) {
        this.cells = contexts.stream()
                .map(context -> new AskedCell(context, deadline))
                .toList();
    }

    /// @throws FaultException when the first cell does not answer, without waiting for the others
    MeshPicture ask() throws InterruptedException {
        List<Future<Answer>> asked = askAll();
        if (answer(asked.getFirst()) instanceof Answer.Silent(var context, var failure)) {
            throw failure;
        }
        return picture(asked);
    }

    /// For one who goes on watching: no cell has to answer.
    MeshPicture askAgain() throws InterruptedException {
        return picture(askAll());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        // Interrupted calls end at once; after that nobody opens a connection any more.
        threads.close();
        cells.forEach(AskedCell::close);
    }

    private List<Future<Answer>> askAll() {
        return cells.stream().map(cell -> threads.submit(cell::ask)).toList();
    }

    private static MeshPicture picture(List<Future<Answer>> asked) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> each : asked) {
            answers.add(answer(each));
        }
        return MeshPicture.of(answers);
    }

    private static Answer answer(Future<Answer> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            // Expected failures are answers, so this is a bug.
            throw new IllegalStateException(e.getCause());
        }
    }
}
