package dev.mcp2026.mesh.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WayTest {
    @Test
    void readsAsPeopleSayIt() {
        assertThat(Way.direct(Transport.HTTP3)).hasToString("direct http3");
        assertThat(Way.direct(Transport.HTTP2)).hasToString("direct http2");
        assertThat(Way.relayed(new CellId("cell3"))).hasToString("http3 via cell3");
    }

    @Test
    void directComesFirstAndHttp3BeforeHttp2() {
        Way three = Way.relayed(new CellId("cell3"));
        Way two = Way.relayed(new CellId("cell2"));
        assertThat(Stream.of(three, Way.DIRECT_HTTP2, two, Way.DIRECT_HTTP3).sorted())
                .containsExactly(Way.DIRECT_HTTP3, Way.DIRECT_HTTP2, two, three);
    }
}
