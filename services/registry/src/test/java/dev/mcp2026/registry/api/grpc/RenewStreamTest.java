package dev.mcp2026.registry.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.RenewResponse;
import dev.mcp2026.registry.watch.FakeStream;
import dev.mcp2026.registry.watch.StreamQuota;
import org.junit.jupiter.api.Test;

class RenewStreamTest {
    private final FakeStream<RenewResponse> responses = new FakeStream<>();
    private final StreamQuota quota = new StreamQuota(
            new Limit("mcp.registry.limits.renewals", 1, "open renewals"),
            new Limit("mcp.registry.limits.renewals-per-caller", 1, "open renewals"));

    private RenewStream open(FakeStream<RenewResponse> stream) {
        return new RenewStream(stream, RenewStreamTest::renewal, () -> quota.admit(null, "someone"));
    }

    private static RenewResponse.Builder renewal(RenewResponse.Builder answer) {
        if (answer.getSequence() == 13) {
            throw Faults.invalid("instance.service", "'' is not a valid service", "");
        }
        return answer.setKnown(true);
    }

    private static RenewRequest heartbeat(int sequence) {
        return RenewRequest.newBuilder().setSequence(sequence).build();
    }

    @Test
    void theNextHeartbeatIsAskedForWhenThereIsRoomForItsAnswer() {
        RenewStream stream = open(responses);
        assertThat(responses.autoRequest).isFalse();
        assertThat(responses.requested).hasValue(1);
        stream.onNext(heartbeat(1));
        assertThat(responses.requested).hasValue(2);
        responses.ready = false;
        stream.onNext(heartbeat(2));
        assertThat(responses.requested).as("the client does not read").hasValue(2);
        responses.becomeReady();
        responses.becomeReady();
        assertThat(responses.requested).hasValue(3);
        assertThat(responses.sent).hasSize(2).allMatch(RenewResponse::getKnown);
    }

    @Test
    void oneBadHeartbeatDoesNotEndTheOthers() {
        RenewStream stream = open(responses);
        stream.onNext(heartbeat(13));
        stream.onNext(heartbeat(14));
        assertThat(responses.failure).isNull();
        assertThat(responses.sent.getFirst().getKnown()).isFalse();
        assertThat(responses.sent.getFirst().getError()).contains("instance.service");
        assertThat(responses.sent.getLast().getKnown()).isTrue();
        assertThat(responses.sent.getLast().getError()).isEmpty();
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndAPlaceIsFreeAgainAtTheEnd() {
        RenewStream first = open(responses);
        FakeStream<RenewResponse> second = new FakeStream<>();
        RenewStream refused = open(second);
        assertThat(second.failure)
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.registry.limits.renewals");
        assertThat(second.requested).hasValue(0);
        refused.onNext(heartbeat(1));
        refused.onCompleted();
        assertThat(second.sent).isEmpty();

        first.onCompleted();
        FakeStream<RenewResponse> third = new FakeStream<>();
        open(third);
        assertThat(third.failure).isNull();
        third.cancel();
        FakeStream<RenewResponse> fourth = new FakeStream<>();
        open(fourth);
        assertThat(fourth.failure).isNull();
    }
}
