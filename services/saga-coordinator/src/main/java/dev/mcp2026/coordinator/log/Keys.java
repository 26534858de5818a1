package dev.mcp2026.coordinator.log;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// Where things are in the store.
public final class Keys {
    private static final String SEQUENCE = "%08d";
    private static final int TIME_DIGITS = 10;
    private static final String TOKEN = "token/";

    private final String root;

    public Keys(CellId cell) {
        root = "saga/" + cell + "/";
    }

    KeyPrefix log(SagaId id) {
        return new KeyPrefix(root + "log/" + id + "/");
    }

    Key entry(SagaId id, long number) {
        return new Key(log(id).value() + SEQUENCE.formatted(number));
    }

    KeyPrefix heads(String tenant) {
        return new KeyPrefix(root + "head/" + (tenant.isEmpty() ? "" : tenant + "/"));
    }

    Key head(TenantId tenant, SagaId id) {
        return new Key(root + "head/" + tenant + "/" + id);
    }

    KeyPrefix open(Shard shard) {
        return new KeyPrefix(root + "open/" + shard + "/");
    }

    Key open(SagaId id) {
        return new Key(open(id.shard()).value() + id);
    }

    KeyPrefix ended(Shard shard) {
        return new KeyPrefix(root + "ended/" + shard + "/");
    }

    /// By the time of the end, the oldest first.
    Key ended(SagaId id, Instant at) {
        return new Key(ended(id.shard()).value() + Base32.of(at.toEpochMilli(), TIME_DIGITS) + "/" + id);
    }

    /// A bound of the keys of sagas that have ended before that.
    Key endedBefore(Shard shard, Instant at) {
        return new Key(ended(shard).value() + Base32.of(at.toEpochMilli(), TIME_DIGITS));
    }

    Key request(TenantId tenant, String caller, String idempotencyKey) {
        return new Key(root + "request/" + tenant + "/" + hash(caller + "\n" + idempotencyKey));
    }

    /// @param token as calls carry it; it begins with its saga's id
    public Key token(String token) {
        return new Key(root + TOKEN + token);
    }

    KeyPrefix tokens(SagaId id) {
        return new KeyPrefix(root + TOKEN + id + ":");
    }

    KeyPrefix inbox() {
        return new KeyPrefix(root + "inbox/");
    }

    KeyPrefix inbox(Shard shard) {
        return new KeyPrefix(inbox().value() + shard + "/");
    }

    Key inbox(SagaId id, String unique) {
        return new Key(inbox(id.shard()).value() + id + "/" + unique);
    }

    public KeyPrefix lras() {
        return new KeyPrefix(root + "lra/");
    }

    public KeyPrefix lras(Shard shard) {
        return new KeyPrefix(lras().value() + shard + "/");
    }

    /// @param id that ends in its shard
    public Key lra(Shard shard, String id) {
        return new Key(lras(shard).value() + id);
    }

    KeyPrefix shards() {
        return new KeyPrefix(root + "shard/");
    }

    public Key shard(Shard shard) {
        return new Key(shards().value() + shard);
    }

    Key epoch(Shard shard) {
        return new Key(root + "epoch/" + shard);
    }

    KeyPrefix members() {
        return new KeyPrefix(root + "member/");
    }

    Key member(String coordinator) {
        return new Key(members().value() + coordinator);
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
