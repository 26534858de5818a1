package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;

/// Sends one entry and tells what that did.
public final class EntryPut {
    private EntryPut() {}

    /// What it did.
    public enum Done {
        CREATED("created", Tone.GOOD),
        UPDATED("updated", Tone.WARNING),
        UNCHANGED("unchanged", Tone.PLAIN);

        public final String text;
        public final Tone tone;

        Done(String text, Tone tone) {
            this.text = text;
            this.tone = tone;
        }
    }

    public static Done send(IdentityConnection cache, Entry entry, String idempotencyKey) {
        PutEntryRequest request = PutEntryRequest.newBuilder()
                .setEntry(entry)
                .setIdempotencyKey(idempotencyKey)
                .build();
        return switch (cache.call(stub -> stub.putEntry(request)).getOutcome()) {
            case OUTCOME_CREATED -> Done.CREATED;
            // An outcome of a newer cache than this is a change of some kind.
            case OUTCOME_UPDATED, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Done.UPDATED;
            case OUTCOME_UNCHANGED -> Done.UNCHANGED;
        };
    }
}
