package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Address;
import dev.mcp2026.mcpctl.context.Context;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The way to one service of a cell. Connecting is lazy: one that does not answer shows at the first call.
///
/// @param where what is asked, as errors name it
/// @param deadline of every unary call
record ServiceChannel(String where, Duration deadline, ManagedChannel channel) implements AutoCloseable {
    /// @param service as a sentence has it: `identity cache`
    /// @param field of the context file that says where it is
    /// @param file that the context is from, to be named where the address is missing
    static ServiceChannel open(
            Context context, String service, String field, Optional<Address> at, Path file, Duration deadline) {
        Address address = at.orElseThrow(() -> Faults.of(
                FaultKind.NOT_FOUND,
                "the context " + context.name() + " does not say where the " + service + " of its cell is",
                "add '" + field + ": HOST:PORT', its gRPC address, beside 'address' in " + file
                        + "; ./mcp up writes it for local cells"));
        return new ServiceChannel(
                "the " + service + " of " + context.name() + " at " + address,
                deadline,
                Channels.open(context, address));
    }

    /// One unary call, its failure told for this service.
    <S extends AbstractStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call) {
        return call(stub, call, this::failure);
    }

    /// @param told what a failure is to the caller
    <S extends AbstractStub<S>, T> T call(
            Function<Channel, S> stub, Function<S, T> call, Function<StatusRuntimeException, FaultException> told) {
        try {
            return call.apply(stub.apply(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw told.apply(e);
        }
    }

    void dialAgain() {
        channel.resetConnectBackoff();
    }

    FaultException failure(StatusRuntimeException failure) {
        return CallFailure.of(where, failure);
    }

    @Override
    public void close() {
        Channels.close(channel);
    }
}
