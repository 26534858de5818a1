package dev.mcp2026.mcpctl.saga;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        description = {
            "Start a saga and follow it until it ends.",
            "Exit status 0 when it completed, 14 when it was compensated: all that it had done is undone."
        })
public final class SagaRunCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,9})?");

    @ParentCommand
    SagaCommand saga;

    @Mixin
    DefinitionOptions definition = new DefinitionOptions();

    @Option(
            names = "--input",
            paramLabel = "NAME=VALUE",
            description = "One field of the input, in place of the definition's; repeatable. true, false, null and "
                    + "numbers are taken as such.")
    List<String> input = List.of();

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key starts one saga, however often it is sent; else a fresh one.")
    @Nullable
    String key;

    @Option(names = "--detach", description = "Print the saga's id and do not follow it.")
    boolean detach;

    @Option(
            names = "--no-probe",
            description = "Start it though a participant can't be reached now; it is called as the definition says.")
    boolean skipProbe;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        TenantId of = saga.mcpctl.tenant(definition.tenant);
        String text = definition.read(of).text();
        StartSagaRequest request = StartSagaRequest.newBuilder()
                .setDefinition(text)
                .setTenant(of.value())
                .setInput(struct(fields(input)))
                .setIdempotencyKey(key == null ? saga.mcpctl.idempotencyKey() : key)
                .setSkipProbe(skipProbe)
                .build();
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            String id = coordinator.call(stub -> stub.startSaga(request)).getSagaId();
            if (detach) {
                saga.mcpctl.terminal().line(id);
                return ExitCodes.OK;
            }
            saga.mcpctl.terminal().note("saga/" + id + " started; it goes on without this command");
            return Follow.of(saga.mcpctl, coordinator, output.format()).until(id);
        }
    }

    private static Map<String, Value> fields(List<String> input) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (String field : input) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw Faults.invalid("--input", "'" + field + "' has no value", "write NAME=VALUE");
            }
            fields.put(field.substring(0, equals), value(field.substring(equals + 1)));
        }
        return fields;
    }

    private static Value value(String text) {
        return switch (text) {
            case "true", "false" ->
                Value.newBuilder().setBoolValue(text.equals("true")).build();
            case "null" -> Value.newBuilder().setNullValueValue(0).build();
            default ->
                NUMBER.matcher(text).matches()
                        ? Value.newBuilder()
                                .setNumberValue(Double.parseDouble(text))
                                .build()
                        : Value.newBuilder().setStringValue(text).build();
        };
    }

    private static Struct struct(Map<String, Value> fields) {
        return Struct.newBuilder().putAllFields(fields).build();
    }
}
