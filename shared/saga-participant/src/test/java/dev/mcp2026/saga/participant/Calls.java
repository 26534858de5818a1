package dev.mcp2026.saga.participant;

import java.time.Instant;

/// Calls as a coordinator makes them.
final class Calls {
    static final Instant DEADLINE = Instant.parse("2026-01-01T01:00:00Z");

    private Calls() {}

    static SagaCall action(String saga, String step) {
        return of(saga, step, ActionKind.ACTION, 1);
    }

    static SagaCall compensation(String saga, String step) {
        return of(saga, step, ActionKind.COMPENSATION, 1);
    }

    static SagaCall of(String saga, String step, ActionKind kind, long epoch) {
        ResourceKey resource = new ResourceKey("cell/eu-1/" + step);
        IdempotencyToken token = IdempotencyToken.of(new SagaId(saga), "drain." + kind.text(), resource);
        return new SagaCall(token, new StepName(step), kind, epoch, DEADLINE, resource);
    }

    static SagaCall withResource(SagaCall call, String resource) {
        return new SagaCall(
                call.token(), call.step(), call.kind(), call.epoch(), call.deadline(), new ResourceKey(resource));
    }

    static SagaCall withStep(SagaCall call, String step) {
        return new SagaCall(
                call.token(), new StepName(step), call.kind(), call.epoch(), call.deadline(), call.resource());
    }

    static SagaCall withToken(SagaCall call, String actionType) {
        IdempotencyToken token = IdempotencyToken.of(call.saga(), actionType, call.resource());
        return new SagaCall(token, call.step(), call.kind(), call.epoch(), call.deadline(), call.resource());
    }
}
