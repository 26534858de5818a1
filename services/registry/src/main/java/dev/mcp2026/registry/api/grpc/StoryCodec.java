package dev.mcp2026.registry.api.grpc;

import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import dev.mcp2026.proto.registry.v1.Transition;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.operations.Explanations;
import dev.mcp2026.registry.wire.InstanceCodec;
import dev.mcp2026.registry.wire.VerdictCodec;
import dev.mcp2026.wire.Times;

/// Explanations as messages.
final class StoryCodec {
    private StoryCodec() {}

    static ExplainResponse encode(Explanations.Story story) {
        ExplainResponse.Builder message = ExplainResponse.newBuilder()
                .setService(story.service())
                .setState(VerdictCodec.encode(story.state()))
                .setSummary(story.summary());
        long bytes = 0;
        for (Explanations.Told told : story.instances()) {
            InstanceExplanation instance = encode(told);
            bytes += instance.getSerializedSize();
            // The state and the summary are of all instances; a client that wants one of the rest names it.
            if (bytes > EncodedBytes.MESSAGE_MAX && message.getInstancesCount() > 0) {
                break;
            }
            message.addInstances(instance);
        }
        return message.build();
    }

    private static InstanceExplanation encode(Explanations.Told told) {
        InstanceExplanation.Builder message = InstanceExplanation.newBuilder()
                .setInstance(InstanceCodec.encode(told.entry(), told.staleSince()))
                .addAllReasoning(told.explanation().reasoning());
        told.explanation()
                .history()
                .forEach(transition -> message.addHistory(Transition.newBuilder()
                        .setAt(Times.encode(transition.at()))
                        .setFrom(VerdictCodec.encode(transition.from()))
                        .setTo(VerdictCodec.encode(transition.to()))
                        .setCause(VerdictCodec.encode(transition.cause()))
                        .setReason(transition.reason())));
        return message.build();
    }
}
