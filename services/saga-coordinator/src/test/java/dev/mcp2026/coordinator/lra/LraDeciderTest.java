package dev.mcp2026.coordinator.lra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LraDeciderTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Shard SHARD = Shard.ALL.getFirst();
    private static final LraId OUTER = LraId.next(SHARD, NOW, new Random(1));
    private static final LraId INNER = LraId.next(SHARD, NOW, new Random(2));

    private static Links links(String name) {
        String url = "http://localhost:1/" + name;
        return new Links(
                Optional.of(url + "/compensate"),
                Optional.of(url + "/complete"),
                Optional.of(url + "/status"),
                Optional.of(url + "/forget"),
                Optional.of(url + "/after"));
    }

    private static Lra started() {
        return Lra.started(
                OUTER,
                "https://h/lra-coordinator/" + OUTER,
                new TenantId("default"),
                "test",
                Optional.empty(),
                NOW,
                Optional.empty());
    }

    private static Lra inner() {
        return Lra.started(
                INNER,
                "https://h/lra-coordinator/" + INNER,
                new TenantId("default"),
                "test",
                Optional.of(new Lra.Parent(OUTER, "https://h/lra-coordinator/" + OUTER)),
                NOW,
                Optional.empty());
    }

    private static Lra with(Lra lra, String... names) {
        Lra joined = lra;
        for (String name : names) {
            joined =
                    LraDecider.join(joined, links(name), "", Duration.ZERO, NOW).lra();
        }
        return joined;
    }

    private static Lra ended(Lra lra, Errand errand, ParticipantStatus status) {
        return LraDecider.answered(lra, errand, new Answer.Ended(status), NOW);
    }

    private static Lra told(Lra lra, Errand errand) {
        return LraDecider.answered(lra, errand, new Answer.Told(), NOW);
    }

    @Test
    void closesOnceAllHaveCompletedAndThenTellsThem() {
        Lra closing = LraDecider.end(with(started(), "a", "b"), false, NOW);
        assertThat(closing.status()).isEqualTo(LraStatus.CLOSING);
        assertThat(LraDecider.errands(closing)).containsExactly(new Errand.End(1, false), new Errand.End(2, false));
        Lra half = ended(closing, new Errand.End(2, false), ParticipantStatus.COMPLETED);
        assertThat(half.status()).isEqualTo(LraStatus.CLOSING);
        Lra closed = ended(half, new Errand.End(1, false), ParticipantStatus.COMPLETED);
        assertThat(closed.status()).isEqualTo(LraStatus.CLOSED);
        assertThat(closed.finished()).contains(NOW);
        assertThat(LraDecider.errands(closed)).containsExactly(new Errand.After(1), new Errand.After(2));
        assertThat(told(told(closed, new Errand.After(1)), new Errand.After(2)).isDone())
                .isTrue();
    }

    @Test
    void cancelsInTheReverseOrder() {
        Lra cancelling = LraDecider.end(with(started(), "a", "b"), true, NOW);
        assertThat(LraDecider.errands(cancelling)).containsExactly(new Errand.End(2, true), new Errand.End(1, true));
    }

    @Test
    void failsWhereOneFailedAndHasThatOneForget() {
        Lra cancelling = LraDecider.end(with(started(), "a", "b"), true, NOW);
        Lra one = ended(cancelling, new Errand.End(2, true), ParticipantStatus.FAILED_TO_COMPENSATE);
        assertThat(LraDecider.errands(one)).containsExactly(new Errand.End(1, true), new Errand.Forget(2));
        Lra failed = ended(one, new Errand.End(1, true), ParticipantStatus.COMPENSATED);
        assertThat(failed.status()).isEqualTo(LraStatus.FAILED_TO_CANCEL);
    }

    @Test
    void oneWithoutParticipantsEndsAtOnce() {
        assertThat(LraDecider.end(started(), false, NOW).status()).isEqualTo(LraStatus.CLOSED);
        assertThat(LraDecider.end(started(), true, NOW).status()).isEqualTo(LraStatus.CANCELLED);
    }

    @Test
    void oneThatHasNothingToCompleteIsNotCalled() {
        Links undo = new Links(
                Optional.of("http://h/compensate"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Lra lra = LraDecider.join(started(), undo, "", Duration.ZERO, NOW).lra();
        assertThat(LraDecider.end(lra, false, NOW).status()).isEqualTo(LraStatus.CLOSED);
        assertThat(LraDecider.errands(LraDecider.end(lra, true, NOW))).containsExactly(new Errand.End(1, true));
    }

    @Test
    void joinsOnceHoweverOftenItIsAsked() {
        LraDecider.Joined first = LraDecider.join(started(), links("a"), "x", Duration.ZERO, NOW);
        LraDecider.Joined again = LraDecider.join(first.lra(), links("a"), "y", Duration.ZERO, NOW);
        assertThat(again.lra().participants()).hasSize(1);
        assertThat(again.before()).isEqualTo("x");
        assertThat(again.joined().data()).isEqualTo("y");
    }

    @Test
    void numbersAreNotGivenTwice() {
        Lra left = LraDecider.leave(with(started(), "a", "b"), each -> each.number() == 1);
        assertThat(with(left, "c").participants())
                .extracting(LraParticipant::number)
                .containsExactly(2, 3);
        Lra lastLeft = LraDecider.leave(with(started(), "a", "b"), each -> each.number() == 2);
        assertThat(with(lastLeft, "c").participants())
                .extracting(LraParticipant::number)
                .containsExactly(1, 3);
    }

    @Test
    void refusesWhatComesTooLate() {
        Lra closing = LraDecider.end(with(started(), "a"), false, NOW);
        assertThatThrownBy(() -> LraDecider.join(closing, links("b"), "", Duration.ZERO, NOW))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("Closing");
        assertThatThrownBy(() -> LraDecider.end(closing, true, NOW)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> LraDecider.leave(closing, _ -> true)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> LraDecider.begin(closing, INNER)).isInstanceOf(FaultException.class);
    }

    @Test
    void isCancelledWhenItsTimeIsOver() {
        Lra lra = LraDecider.join(started(), links("a"), "", Duration.ofSeconds(5), NOW)
                .lra();
        assertThat(LraDecider.timePassed(lra, NOW.plusSeconds(4))).isSameAs(lra);
        assertThat(LraDecider.timePassed(lra, NOW.plusSeconds(5)).status()).isEqualTo(LraStatus.CANCELLING);
        Lra renewed = LraDecider.renew(lra, Duration.ofSeconds(9), NOW);
        assertThat(LraDecider.timePassed(renewed, NOW.plusSeconds(8))).isSameAs(renewed);
        assertThat(LraDecider.renew(renewed, Duration.ofSeconds(1), NOW)).isSameAs(renewed);
    }

    @Test
    void waitsForOneThatGoesOnByItself() {
        Lra closing = LraDecider.end(with(started(), "a"), false, NOW);
        Lra accepted = LraDecider.answered(
                closing, new Errand.End(1, false), new Answer.Accepted(Optional.of("http://elsewhere")), NOW);
        assertThat(accepted.participant(1).orElseThrow().accepted()).isTrue();
        // It had said where before.
        assertThat(accepted.participant(1).orElseThrow().links().status()).contains("http://localhost:1/a/status");
        assertThat(LraDecider.errands(accepted)).containsExactly(new Errand.End(1, false));
    }

    @Test
    void anUnknownAnswerChangesNothing() {
        Lra closing = LraDecider.end(with(started(), "a"), false, NOW);
        assertThat(LraDecider.answered(closing, new Errand.End(1, false), new Answer.Unknown("no"), NOW))
                .isEqualTo(closing);
    }

    @Test
    void aNestedOneEndsAsTheOuterOneDoes() {
        Lra outer = LraDecider.end(LraDecider.begin(started(), INNER), false, NOW);
        assertThat(LraDecider.errands(outer)).containsExactly(new Errand.EndNested(INNER, false, true));
        Lra closed = LraDecider.answered(
                outer, new Errand.EndNested(INNER, false, true), new Answer.NestedEnded(LraStatus.CLOSED), NOW);
        assertThat(closed.status()).isEqualTo(LraStatus.CLOSED);
        assertThat(LraDecider.errands(closed)).containsExactly(new Errand.Release(INNER));
        assertThat(told(closed, new Errand.Release(INNER)).isDone()).isTrue();
    }

    @Test
    void aNestedOneThatHasClosedIsTurnedRoundWhereTheOuterOneCancels() {
        Lra closing = LraDecider.end(with(inner(), "a"), false, NOW);
        Lra closed = ended(closing, new Errand.End(1, false), ParticipantStatus.COMPLETED);
        assertThat(closed.status()).isEqualTo(LraStatus.CLOSED);
        // Nobody is told before it is over.
        assertThat(LraDecider.errands(closed)).isEmpty();
        Lra turned = LraDecider.endNested(closed, true, false, NOW);
        assertThat(LraDecider.errands(turned)).containsExactly(new Errand.End(1, true));
        Lra cancelled = ended(turned, new Errand.End(1, true), ParticipantStatus.COMPENSATED);
        assertThat(cancelled.status()).isEqualTo(LraStatus.CANCELLED);
        assertThat(LraDecider.errands(cancelled)).containsExactly(new Errand.After(1));
        // An answer to the close that comes late says nothing of the cancel.
        assertThat(ended(turned, new Errand.End(1, false), ParticipantStatus.COMPLETED))
                .isEqualTo(turned);
    }

    @Test
    void aNestedOneIsOverWithTheOuterOne() {
        Lra closed = ended(
                LraDecider.end(with(inner(), "a"), false, NOW), new Errand.End(1, false), ParticipantStatus.COMPLETED);
        Lra released = LraDecider.release(closed);
        assertThat(LraDecider.errands(released)).containsExactly(new Errand.Forget(1), new Errand.After(1));
        assertThat(LraDecider.endNested(released, true, false, NOW)).isSameAs(released);
        // Nothing was kept of one that ended with it.
        Lra together = ended(
                LraDecider.endNested(with(inner(), "a"), false, true, NOW),
                new Errand.End(1, false),
                ParticipantStatus.COMPLETED);
        assertThat(LraDecider.errands(together)).containsExactly(new Errand.After(1));
    }

    @Test
    void oneInTheMiddleThatClosesLeavesItsOwnCancellable() {
        Lra middle = LraDecider.end(LraDecider.begin(inner(), OUTER), false, NOW);
        assertThat(LraDecider.errands(middle)).containsExactly(new Errand.EndNested(OUTER, false, false));
        Lra inmost = LraDecider.endNested(with(inner(), "a"), false, false, NOW);
        Lra closed = ended(inmost, new Errand.End(1, false), ParticipantStatus.COMPLETED);
        assertThat(LraDecider.endNested(closed, true, false, NOW).status()).isEqualTo(LraStatus.CANCELLING);
    }

    @Test
    void oneThatWasInNoOtherIsNeverTurnedRound() {
        Lra closed = LraDecider.end(started(), false, NOW);
        assertThat(LraDecider.endNested(closed, true, false, NOW)).isSameAs(closed);
    }

    @Test
    void whoForgotWhatItAcceptedIsToldAgain() {
        Lra closing = LraDecider.end(with(started(), "a"), false, NOW);
        Errand end = new Errand.End(1, false);
        Lra accepted = LraDecider.answered(closing, end, new Answer.Accepted(Optional.empty()), NOW);
        assertThat(LraDecider.answered(accepted, end, new Answer.NotBegun(), NOW))
                .isEqualTo(closing);
    }

    @Test
    void whoIsInANestedOneThatClosedGoesOnInIt() {
        Lra closed = ended(
                LraDecider.end(with(inner(), "a"), false, NOW), new Errand.End(1, false), ParticipantStatus.COMPLETED);
        assertThat(LraDecider.join(closed, links("a"), "", Duration.ZERO, NOW).lra())
                .isEqualTo(closed);
        assertThatThrownBy(() -> LraDecider.join(closed, links("b"), "", Duration.ZERO, NOW))
                .isInstanceOf(FaultException.class);
    }

    @Test
    void aParticipantThatMovesStaysWhatItIs() {
        Lra lra = with(started(), "a");
        assertThat(LraDecider.move(lra, 1, links("b")).participants().getFirst().links())
                .isEqualTo(links("b"));
        Links after = new Links(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("http://h/after"));
        assertThatThrownBy(() -> LraDecider.move(lra, 1, after)).isInstanceOf(FaultException.class);
    }

    @Test
    void whoOnlyListensMayJoinUntilTheEnd() {
        Links after = new Links(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("http://h/after"));
        Lra closing = LraDecider.end(with(started(), "a"), false, NOW);
        Lra heard = LraDecider.join(closing, after, "", Duration.ZERO, NOW).lra();
        Lra closed = ended(heard, new Errand.End(1, false), ParticipantStatus.COMPLETED);
        assertThat(LraDecider.errands(closed)).containsExactly(new Errand.After(1), new Errand.After(2));
        assertThatThrownBy(() -> LraDecider.join(closed, after, "", Duration.ZERO, NOW))
                .isInstanceOf(FaultException.class);
    }
}
