package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.proto.saga.v1.SkipStepRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "skip", description = "Leave the call of a dead or failing step out, and go on as if it had been done.")
public final class SagaSkipCommand implements Callable<Integer> {
    @ParentCommand
    SagaCommand saga;

    @Mixin
    SagaIdParameter id = new SagaIdParameter();

    @Parameters(index = "1", paramLabel = "STEP", description = "The step that is dead or fails.")
    String step;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Recorded with your identity.")
    String reason;

    @Override
    public Integer call() {
        String name = id.value();
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            coordinator.call(stub -> stub.skipStep(SkipStepRequest.newBuilder()
                    .setSagaId(name)
                    .setStep(step)
                    .setReason(reason)
                    .build()));
        }
        saga.mcpctl.terminal().line("saga/" + name + ": step " + step + " is left out");
        return ExitCodes.OK;
    }
}
