package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import java.util.List;

/// Stock and what is reserved of it: `reserve` and its undoing `release`, and `confirm`, after which there is no way
/// back.
final class Inventory implements Business {
    private record Reserved(String item, long quantity) {}

    @Override
    public List<String> schema() {
        return List.of(
                "create table if not exists stock (item text primary key, available integer not null)",
                """
                create table if not exists reservation (
                  saga text primary key, item text not null, quantity integer not null, confirmed integer not null)""",
                "insert or ignore into stock values ('bicycle', 1000000), ('unicorn', 0)");
    }

    @Override
    public List<String> operations() {
        return List.of("reserve", "release", "confirm");
    }

    @Override
    public Verdict run(String operation, Rows rows, SagaCall call, JsonNode order) {
        String saga = call.saga().value();
        return switch (operation) {
            case "reserve" ->
                reserve(
                        rows,
                        saga,
                        order.path("item").asText(),
                        order.path("quantity").asLong());
            case "release" -> release(rows, saga);
            default -> confirm(rows, saga);
        };
    }

    private static Verdict reserve(Rows rows, String saga, String item, long quantity) {
        if (quantity < 1) {
            return new Verdict.Refusal("a quantity of at least 1 is needed");
        }
        String enough = "update stock set available = available - ? where item = ? and available >= ?";
        if (rows.update(enough, quantity, item, quantity) == 0) {
            return new Verdict.Refusal(quantity + " of " + item + " are not in stock");
        }
        rows.update("insert into reservation values (?, ?, ?, 0)", saga, item, quantity);
        return Answers.result("reserved", quantity + " " + item);
    }

    private static Verdict release(Rows rows, String saga) {
        for (Reserved each : rows.query(
                "select item, quantity from reservation where saga = ?",
                row -> new Reserved(row.getString(1), row.getLong(2)),
                saga)) {
            rows.update("update stock set available = available + ? where item = ?", each.quantity(), each.item());
        }
        rows.update("delete from reservation where saga = ?", saga);
        return Answers.result("released", saga);
    }

    private static Verdict confirm(Rows rows, String saga) {
        return rows.update("update reservation set confirmed = 1 where saga = ?", saga) == 1
                ? Answers.result("confirmed", saga)
                : new Verdict.Refusal("nothing is reserved for this saga");
    }
}
