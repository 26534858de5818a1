package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.DeltaBatch;
import dev.mcp2026.proto.registry.v1.Record;
import dev.mcp2026.proto.registry.v1.ReplicationCursor;
import dev.mcp2026.proto.registry.v1.SilentOrigin;
import dev.mcp2026.proto.registry.v1.SubscribeHello;
import dev.mcp2026.proto.registry.v1.SubscribeWelcome;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.replication.Batch;
import dev.mcp2026.registry.replication.Cursor;
import dev.mcp2026.registry.replication.Hello;
import dev.mcp2026.registry.replication.Welcome;
import dev.mcp2026.registry.wire.DeltaCodec;
import dev.mcp2026.registry.wire.FieldPath;
import dev.mcp2026.wire.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The replication protocol's frames and the values they carry.
final class Frames {
    private Frames() {}

    static SubscribeHello encode(Hello hello) {
        return SubscribeHello.newBuilder()
                .setCell(hello.cell().value())
                .setVersion(hello.version())
                .setCursor(encode(hello.cursor()))
                .addAllDirectOrigins(
                        hello.directOrigins().stream().map(CellId::value).toList())
                .build();
    }

    static Hello decode(SubscribeHello hello) {
        return new Hello(
                new CellId(hello.getCell()),
                hello.getVersion(),
                decode(hello.getCursor()),
                hello.getDirectOriginsList().stream().map(CellId::new).collect(Collectors.toUnmodifiableSet()));
    }

    static SubscribeWelcome encode(Welcome welcome) {
        return SubscribeWelcome.newBuilder()
                .setCell(welcome.cell().value())
                .setVersion(welcome.version())
                .setCursor(encode(welcome.cursor()))
                .setResumed(welcome.resumed())
                .build();
    }

    static Welcome decode(SubscribeWelcome welcome) {
        return new Welcome(
                new CellId(welcome.getCell()), welcome.getVersion(), decode(welcome.getCursor()), welcome.getResumed());
    }

    static DeltaBatch encode(Batch batch) {
        DeltaBatch.Builder message =
                DeltaBatch.newBuilder().setRevision(batch.revision()).setMore(batch.more());
        batch.deltas().forEach(delta -> message.addRecords(DeltaCodec.encode(delta)));
        return message.addAllSilent(encode(batch.silent())).build();
    }

    static List<SilentOrigin> encode(Map<CellId, Instant> silent) {
        return silent.entrySet().stream()
                .map(origin -> SilentOrigin.newBuilder()
                        .setCell(origin.getKey().value())
                        .setSince(Times.encode(origin.getValue()))
                        .build())
                .toList();
    }

    static Map<CellId, Instant> silent(List<SilentOrigin> origins) {
        Map<CellId, Instant> silent = new HashMap<>();
        origins.forEach(origin -> silent.put(new CellId(origin.getCell()), Times.instant(origin.getSince())));
        return silent;
    }

    static Batch decode(DeltaBatch message) {
        return new Batch(
                decode(message.getRecordsList()),
                message.getRevision(),
                message.getMore(),
                silent(message.getSilentList()));
    }

    static List<Delta> decode(List<Record> records) {
        return FieldPath.each("records", records, DeltaCodec::decode);
    }

    static long[] buckets(List<Long> buckets) {
        if (buckets.size() != Digest.BUCKETS) {
            throw Faults.invalid(
                    "buckets",
                    buckets.size() + " buckets",
                    "send " + Digest.BUCKETS + "; are both cells of one version?");
        }
        return buckets.stream().mapToLong(Long::longValue).toArray();
    }

    private static ReplicationCursor encode(Cursor cursor) {
        return ReplicationCursor.newBuilder()
                .setIncarnation(cursor.incarnation())
                .setRevision(cursor.revision())
                .build();
    }

    private static Cursor decode(ReplicationCursor cursor) {
        return new Cursor(cursor.getIncarnation(), cursor.getRevision());
    }
}
