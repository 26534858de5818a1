package dev.mcp2026.coordinator.token;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.coordinator.log.Keys;
import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.TokenRecord;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Value;
import dev.mcp2026.wire.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens in the store that has the log. They go with their saga. Coordinators' clocks are compared here: one that is
/// ahead takes over early, which the participant's barrier and the log's fence make harmless.
public final class EmbeddedTokens implements TokenStore {
    /// Others write the same token only while it changes hands.
    private static final int TRIES = 8;

    private final Store store;
    private final Keys keys;
    private final InstantSource clock;

    public EmbeddedTokens(Store store, CellId cell, InstantSource clock) {
        this.store = store;
        this.keys = new Keys(cell);
        this.clock = clock;
    }

    /// What to answer, and what to write before.
    private record Step<R>(R answer, @Nullable TokenRecord write) {}

    /// A transition, of what is known to what is to be.
    private interface Transition<R> {
        Step<R> from(Optional<TokenRecord> known);
    }

    @Override
    public Claim claim(Token token, Holder holder, Duration lease) {
        Instant now = clock.instant();
        return change(token, known -> claimed(token, holder, lease, now, known));
    }

    private static Step<Claim> claimed(
            Token token, Holder holder, Duration lease, Instant now, Optional<TokenRecord> known) {
        if (known.isPresent()) {
            TokenRecord there = known.get();
            if (!there.getResource().equals(token.resource())) {
                return new Step<>(new Claim.Collision(there.getResource()), null);
            }
            if (there.getEpoch() > holder.epoch()) {
                return new Step<>(new Claim.Fenced(there.getEpoch()), null);
            }
            if (!there.getResult().isEmpty()) {
                return new Step<>(new Claim.Done(there.getResult()), null);
            }
            Duration left = Duration.between(now, Times.instant(there.getUntil()));
            if (!there.getOwner().isEmpty() && !isOf(there, holder) && left.isPositive()) {
                return new Step<>(new Claim.Held(there.getOwner(), left), null);
            }
        }
        return new Step<>(
                new Claim.Claimed(),
                TokenRecord.newBuilder()
                        .setResource(token.resource())
                        .setEpoch(holder.epoch())
                        .setOwner(holder.owner())
                        .setUntil(Times.encode(now.plus(lease)))
                        .build());
    }

    @Override
    public Settled done(Token token, Holder holder, String result) {
        if (result.isEmpty()) {
            throw new IllegalArgumentException("a result is not empty");
        }
        return change(token, known -> {
            if (known.isEmpty() || !isOf(known.get(), holder)) {
                return new Step<>(Settled.LOST, null);
            }
            boolean kept = !known.get().getResult().isEmpty();
            return new Step<>(
                    Settled.KEPT,
                    kept ? null : known.get().toBuilder().setResult(result).build());
        });
    }

    @Override
    public void release(Token token, Holder holder) {
        change(token, known -> {
            boolean held = known.isPresent()
                    && isOf(known.get(), holder)
                    && known.get().getResult().isEmpty();
            return new Step<>(held, held ? known.get().toBuilder().clearOwner().build() : null);
        });
    }

    private static boolean isOf(TokenRecord there, Holder holder) {
        return there.getOwner().equals(holder.owner()) && there.getEpoch() == holder.epoch();
    }

    private <R> R change(Token token, Transition<R> transition) {
        Key key = keys.token(token.value());
        Optional<Entry> entry = store.get(key).entry();
        for (int i = 0; i < TRIES; i++) {
            Step<R> step = transition.from(entry.map(EmbeddedTokens::record));
            if (step.write() == null) {
                return step.answer();
            }
            Compare same = entry.map(Compare::unchanged).orElseGet(() -> new Compare.Absent(key));
            TxnResult result = store.txn(Txn.when(same)
                    .then(Op.put(key, Value.of(step.write().toByteArray())))
                    .orElse(Op.get(key)));
            if (result.succeeded()) {
                return step.answer();
            }
            entry = result.read().getFirst();
        }
        throw Faults.of(
                FaultKind.UNAVAILABLE, "token " + token.value() + " is written by others all the time", "try again");
    }

    private static TokenRecord record(Entry entry) {
        try {
            return TokenRecord.parseFrom(entry.value().bytes());
        } catch (InvalidProtocolBufferException e) {
            throw Faults.of(FaultKind.INTERNAL, entry.key() + " can't be read: " + e.getMessage(), "");
        }
    }
}
