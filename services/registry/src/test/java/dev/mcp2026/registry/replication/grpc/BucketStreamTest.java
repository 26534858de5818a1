package dev.mcp2026.registry.replication.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.FetchBucketResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.watch.FakeStream;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketStreamTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeStream<FetchBucketResponse> responses = new FakeStream<>();
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());

    private List<Entry> large(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> catalogue
                        .register(Samples.large("web", "web-" + i), null)
                        .entry())
                .toList();
    }

    @Test
    void pagesAreBoundedInBytes() {
        List<Entry> records = large(100);
        new BucketStream(responses, () -> records).start();
        Await.until("complete", SOON, () -> responses.completed);
        assertThat(responses.sent)
                .hasSizeGreaterThan(3)
                .allSatisfy(page -> assertThat((long) page.getSerializedSize()).isLessThan(EncodedBytes.MESSAGE_MAX));
        assertThat(responses.sent.stream()
                        .mapToInt(FetchBucketResponse::getRecordsCount)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void nothingIsWrittenBeforeTheReaderIsReady() {
        responses.ready = false;
        List<Entry> records = large(3);
        BucketStream stream = new BucketStream(responses, () -> {
            // The last thing before the first page.
            assertThat(responses.sent).isEmpty();
            return records;
        });
        Thread writer = Thread.ofVirtual().start(stream);
        Await.until("waits", SOON, () -> writer.getState() == Thread.State.WAITING);
        assertThat(responses.sent).isEmpty();
        responses.becomeReady();
        Await.until("complete", SOON, () -> responses.completed);
        assertThat(responses.sent).hasSize(1);
    }

    @Test
    void aReaderThatLeavesEndsIt() throws Exception {
        responses.ready = false;
        List<Entry> records = large(3);
        Thread writer = Thread.ofVirtual().start(new BucketStream(responses, () -> records));
        Await.until("waits", SOON, () -> writer.getState() == Thread.State.WAITING);
        responses.cancel();
        assertThat(writer.join(SOON)).isTrue();
        assertThat(responses.sent).isEmpty();
        assertThat(responses.completed).isFalse();
    }
}
