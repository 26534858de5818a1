package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import java.util.List;

/// Parcels: what is handed to the carrier can't be had back, so `Ship` is the saga's pivot.
final class Shipping implements Business {
    @Override
    public List<String> schema() {
        return List.of(
                "create table if not exists parcel (saga text primary key, item text not null, address text not null)");
    }

    @Override
    public List<String> operations() {
        return List.of("Ship");
    }

    @Override
    public Verdict run(String operation, Rows rows, SagaCall call, JsonNode order) {
        String address = order.path("address").asText();
        if (address.isBlank()) {
            return new Verdict.Refusal("no address to ship to");
        }
        String saga = call.saga().value();
        rows.update(
                "insert into parcel values (?, ?, ?)", saga, order.path("item").asText(), address);
        return Answers.result("parcel", call.token().digits());
    }
}
