package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.proto.saga.v1.RetryStepRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "retry", description = "Make the call of a dead step again.")
public final class SagaRetryCommand implements Callable<Integer> {
    @ParentCommand
    SagaCommand saga;

    @Mixin
    SagaIdParameter id = new SagaIdParameter();

    @Parameters(index = "1", paramLabel = "STEP", description = "The step that is dead.")
    String step;

    @Override
    public Integer call() {
        String name = id.value();
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            coordinator.call(stub -> stub.retryStep(
                    RetryStepRequest.newBuilder().setSagaId(name).setStep(step).build()));
        }
        saga.mcpctl.terminal().line("saga/" + name + ": step " + step + " is tried again");
        return ExitCodes.OK;
    }
}
