package dev.mcp2026.coordinator.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.saga.v1.InboxEntry;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Value;

/// A command as it stands in the inbox.
///
/// @param entry with the asker's lease, which an answer keeps
public record Asked(SagaId id, Entry entry, InboxEntry content) {
    static Asked of(Entry entry) {
        String[] path = entry.key().value().split("/");
        try {
            return new Asked(
                    new SagaId(path[path.length - 2]),
                    entry,
                    InboxEntry.parseFrom(entry.value().bytes()));
        } catch (InvalidProtocolBufferException e) {
            throw Faults.of(FaultKind.INTERNAL, entry.key() + " can't be read: " + e.getMessage(), "");
        }
    }

    static InboxEntry content(Command command) {
        InboxEntry.Builder content = InboxEntry.newBuilder();
        return switch (command) {
            case Command.Cancel c ->
                content.setKind(InboxEntry.Kind.KIND_CANCEL)
                        .setBy(c.by())
                        .setReason(c.reason())
                        .build();
            case Command.Retry c ->
                content.setKind(InboxEntry.Kind.KIND_RETRY)
                        .setStep(c.step().value())
                        .setBy(c.by())
                        .build();
            case Command.Skip c ->
                content.setKind(InboxEntry.Kind.KIND_SKIP)
                        .setStep(c.step().value())
                        .setBy(c.by())
                        .setReason(c.reason())
                        .build();
            case Command.CallEnded _, Command.TimePassed _ ->
                throw new IllegalArgumentException("nobody asks for " + command);
        };
    }

    public Command command() {
        return switch (content.getKind()) {
            case KIND_CANCEL -> new Command.Cancel(content.getBy(), content.getReason());
            case KIND_RETRY -> new Command.Retry(new StepName(content.getStep()), content.getBy());
            case KIND_SKIP -> new Command.Skip(new StepName(content.getStep()), content.getBy(), content.getReason());
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw Faults.invalid("command", "this coordinator does not know it", "ask one of the same version");
        };
    }

    public boolean isAnswered() {
        return content.getAnswer() != InboxEntry.Answer.ANSWER_UNSPECIFIED;
    }

    /// Nobody has answered it, and the asker still waits.
    Compare stands() {
        return Compare.unchanged(entry);
    }

    Op done() {
        return answer(content.toBuilder().setAnswer(InboxEntry.Answer.ANSWER_DONE));
    }

    Op refused(Fault why) {
        return answer(content.toBuilder()
                .setAnswer(InboxEntry.Answer.ANSWER_REFUSED)
                .setFault(why.kind().name())
                .setDetail((why.field() == null ? "" : why.field() + ": ") + why.detail())
                .setAction(why.action()));
    }

    private Op answer(InboxEntry.Builder answer) {
        return Op.put(entry.key(), Value.of(answer.build().toByteArray()), entry.lease());
    }
}
