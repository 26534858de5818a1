package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.saga.participant.Answer.GrpcStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarrierAnswerTest {
    @Test
    void workIsAnswered() {
        assertThat(Answer.of(new Outcome.Done("{}", true)))
                .isEqualTo(new Answer(200, GrpcStatus.OK, "DONE", "{}", null));
        assertThat(Answer.of(new Outcome.EmptyCompensation(false)))
                .isEqualTo(new Answer(200, GrpcStatus.OK, "EMPTY_COMPENSATION", "", null));
        assertThat(Answer.of(new Outcome.BusinessRefusal("last cell", false)))
                .isEqualTo(new Answer(422, GrpcStatus.FAILED_PRECONDITION, "BUSINESS_REFUSAL", "last cell", null));
    }

    @ParameterizedTest
    @CsvSource({
        "TOMBSTONED, 409, FAILED_PRECONDITION, 9",
        "TOKEN_COLLISION, 409, FAILED_PRECONDITION, 9",
        "STALE_EPOCH, 409, ABORTED, 10",
        "DEADLINE_PASSED, 504, DEADLINE_EXCEEDED, 4",
        "IN_PROGRESS, 503, UNAVAILABLE, 14",
    })
    void refusalIsAnswered(Outcome.Reason reason, int http, GrpcStatus grpc, int code) {
        Answer answer = Answer.of(new Outcome.Refused(reason, "why"));

        assertThat(answer.httpStatus()).isEqualTo(http);
        assertThat(answer.grpcStatus()).isEqualTo(grpc);
        assertThat(answer.grpcStatus().code()).isEqualTo(code);
        assertThat(answer.reason()).isEqualTo(reason.name());
        assertThat(answer.retryAfter()).isEqualTo(reason == Outcome.Reason.IN_PROGRESS ? Duration.ofSeconds(1) : null);
    }
}
