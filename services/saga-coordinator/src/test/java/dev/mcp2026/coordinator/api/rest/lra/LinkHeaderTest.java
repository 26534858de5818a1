package dev.mcp2026.coordinator.api.rest.lra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.kernel.error.FaultException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LinkHeaderTest {
    private static final String SENT = """
            <http://127.0.0.1:1/a/compensate?method=jakarta.ws.rs.PUT>; title="compensate URI"; rel="compensate"; \
            type="text/plain",<http://127.0.0.1:1/a/complete?x=1,2>;rel=complete, \
            <0>; rel="TimeLimit", <http://127.0.0.1:1/a/after>; rel="after"; title="a, b" """;

    @Test
    void readsWhatNarayanasClientsSend() {
        assertThat(LinkHeader.parse(SENT.strip()))
                .isEqualTo(new Links(
                        Optional.of("http://127.0.0.1:1/a/compensate?method=jakarta.ws.rs.PUT"),
                        Optional.of("http://127.0.0.1:1/a/complete?x=1,2"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("http://127.0.0.1:1/a/after")));
    }

    @Test
    void oneUrlStandsForAllBelowIt() {
        Links below = Links.below("http://h:1/p");
        assertThat(LinkHeader.parseOrBelow("http://h:1/p")).isEqualTo(below);
        assertThat(LinkHeader.parse("<http://h:1/p/>; rel=\"participant\"")).isEqualTo(below);
        assertThat(below.compensate()).contains("http://h:1/p/compensate");
        assertThat(below.status()).contains("http://h:1/p");
    }

    @Test
    void refusesWhatIsNoLink() {
        for (String wrong : new String[] {
            "<relative>; rel=compensate",
            "<http://h/a>",
            "<http://h/a>; rel=complete",
            "http://h/a; rel=compensate",
            "<http://h/a b>; rel=compensate",
            "<mailto:a@b>; rel=compensate",
            "<http://h/a>; rel=compensate,,"
        }) {
            assertThatThrownBy(() -> LinkHeader.parse(wrong)).as(wrong).isInstanceOf(FaultException.class);
        }
    }

    @Test
    @Timeout(20)
    void whateverComesIsReadOrRefused() {
        Random random = new Random(7);
        String pieces = "<>;,=\" \\relcompensate:/http?&\n\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(SENT.strip());
            for (int edits = random.nextInt(6) + 1; edits > 0; edits--) {
                int at = random.nextInt(text.length());
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, piece);
                    case 1 -> text.deleteCharAt(at);
                    default -> text.setCharAt(at, piece);
                }
            }
            Throwable thrown = catchThrowable(() -> LinkHeader.parseOrBelow(text.toString()));
            assertThat(thrown == null || thrown instanceof FaultException)
                    .as("%s threw %s", text, thrown)
                    .isTrue();
        }
        // Nothing that makes the expressions go back and forth for ever.
        String long1 = "<http://h/a>" + "; \"x".repeat(5_000);
        assertThat(catchThrowable(() -> LinkHeader.parse(long1))).isInstanceOf(FaultException.class);
    }
}
