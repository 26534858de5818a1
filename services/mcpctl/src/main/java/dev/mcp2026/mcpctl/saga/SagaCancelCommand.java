package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.proto.saga.v1.CancelSagaRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "cancel", description = "Turn a saga back that has not come to its pivot: what it did is undone.")
public final class SagaCancelCommand implements Callable<Integer> {
    @ParentCommand
    SagaCommand saga;

    @Mixin
    SagaIdParameter id = new SagaIdParameter();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Recorded with your identity.")
    String reason = "";

    @Override
    public Integer call() {
        String name = id.value();
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            coordinator.call(stub -> stub.cancelSaga(CancelSagaRequest.newBuilder()
                    .setSagaId(name)
                    .setReason(reason)
                    .build()));
        }
        saga.mcpctl.terminal().line("saga/" + name + " goes back; see it: mcpctl saga watch " + name);
        return ExitCodes.OK;
    }
}
