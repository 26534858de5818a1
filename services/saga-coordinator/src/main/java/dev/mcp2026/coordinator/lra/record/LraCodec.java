package dev.mcp2026.coordinator.lra.record;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.NestedLra;
import dev.mcp2026.coordinator.lra.ParticipantStatus;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.LraParticipantRecord;
import dev.mcp2026.proto.saga.v1.LraRecord;
import dev.mcp2026.proto.saga.v1.NestedLraRecord;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Value;
import dev.mcp2026.wire.Times;
import java.util.Optional;

/// Long running actions as bytes.
final class LraCodec {
    private LraCodec() {}

    static Value encode(Lra lra) {
        LraRecord.Builder message = LraRecord.newBuilder()
                .setUrl(lra.url())
                .setTenant(lra.tenant().value())
                .setClientId(lra.clientId())
                .setStatus(lra.status().text())
                .setStarted(Times.encode(lra.started()))
                .setReleased(lra.released())
                .setJoined(lra.joined());
        lra.parent().ifPresent(parent -> message.setParent(parent.id().value()).setParentUrl(parent.url()));
        lra.finished().ifPresent(at -> message.setFinished(Times.encode(at)));
        lra.until().ifPresent(at -> message.setUntil(Times.encode(at)));
        lra.participants().forEach(each -> message.addParticipants(encode(each)));
        lra.nested()
                .forEach(each -> message.addNested(NestedLraRecord.newBuilder()
                        .setId(each.id().value())
                        .setEnded(each.ended().map(LraStatus::text).orElse(""))
                        .setReleased(each.released())));
        return Value.of(message.build().toByteArray());
    }

    private static LraParticipantRecord encode(LraParticipant participant) {
        Links links = participant.links();
        return LraParticipantRecord.newBuilder()
                .setNumber(participant.number())
                .setCompensate(links.compensate().orElse(""))
                .setComplete(links.complete().orElse(""))
                .setStatusUrl(links.status().orElse(""))
                .setForget(links.forget().orElse(""))
                .setAfter(links.after().orElse(""))
                .setData(participant.data())
                .setStatus(participant.status().text())
                .setAccepted(participant.accepted())
                .setForgotten(participant.forgotten())
                .setTold(participant.told())
                .build();
    }

    static Stored decode(Entry entry) {
        String key = entry.key().value();
        try {
            LraRecord message = LraRecord.parseFrom(entry.value().bytes());
            Lra lra = new Lra(
                    new LraId(key.substring(key.lastIndexOf('/') + 1)),
                    message.getUrl(),
                    new TenantId(message.getTenant()),
                    message.getClientId(),
                    some(message.getParent()).map(id -> new Lra.Parent(new LraId(id), message.getParentUrl())),
                    LraStatus.of(message.getStatus()).orElseThrow(() -> unreadable(entry, message.getStatus())),
                    Times.instant(message.getStarted()),
                    message.hasFinished() ? Optional.of(Times.instant(message.getFinished())) : Optional.empty(),
                    message.hasUntil() ? Optional.of(Times.instant(message.getUntil())) : Optional.empty(),
                    message.getReleased(),
                    message.getJoined(),
                    message.getParticipantsList().stream()
                            .map(each -> decode(entry, each))
                            .toList(),
                    message.getNestedList().stream()
                            .map(each -> new NestedLra(
                                    new LraId(each.getId()), LraStatus.of(each.getEnded()), each.getReleased()))
                            .toList());
            return new Stored(lra, entry.modified());
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(entry, String.valueOf(e.getMessage()));
        }
    }

    private static LraParticipant decode(Entry entry, LraParticipantRecord message) {
        return new LraParticipant(
                message.getNumber(),
                new Links(
                        some(message.getCompensate()),
                        some(message.getComplete()),
                        some(message.getStatusUrl()),
                        some(message.getForget()),
                        some(message.getAfter())),
                message.getData(),
                ParticipantStatus.of(message.getStatus()).orElseThrow(() -> unreadable(entry, message.getStatus())),
                message.getAccepted(),
                message.getForgotten(),
                message.getTold());
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static RuntimeException unreadable(Entry entry, String why) {
        return Faults.of(FaultKind.INTERNAL, entry.key() + " can't be read: " + why, "");
    }
}
