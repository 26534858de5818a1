package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import java.util.List;

/// Accounts: `charge`, and its undoing `refund`.
final class Payment implements Business {
    private record Charged(String account, long amount) {}

    @Override
    public List<String> schema() {
        return List.of(
                "create table if not exists account (name text primary key, balance integer not null)",
                "create table if not exists charge (saga text primary key, account text not null, amount integer not null)",
                "insert or ignore into account values ('ada', 1000000000), ('charles', 10)");
    }

    @Override
    public List<String> operations() {
        return List.of("charge", "refund");
    }

    @Override
    public Verdict run(String operation, Rows rows, SagaCall call, JsonNode order) {
        String saga = call.saga().value();
        return operation.equals("charge")
                ? charge(
                        rows,
                        saga,
                        order.path("account").asText(),
                        order.path("amount").asLong())
                : refund(rows, saga);
    }

    private static Verdict charge(Rows rows, String saga, String account, long amount) {
        if (amount < 1) {
            return new Verdict.Refusal("an amount of at least 1 is needed");
        }
        String covered = "update account set balance = balance - ? where name = ? and balance >= ?";
        if (rows.update(covered, amount, account, amount) == 0) {
            return new Verdict.Refusal("the account of '" + account + "' does not cover " + amount);
        }
        rows.update("insert into charge values (?, ?, ?)", saga, account, amount);
        return Answers.result("charged", amount + " to " + account);
    }

    private static Verdict refund(Rows rows, String saga) {
        for (Charged each : rows.query(
                "select account, amount from charge where saga = ?",
                row -> new Charged(row.getString(1), row.getLong(2)),
                saga)) {
            rows.update("update account set balance = balance + ? where name = ?", each.amount(), each.account());
        }
        rows.update("delete from charge where saga = ?", saga);
        return Answers.result("refunded", saga);
    }
}
