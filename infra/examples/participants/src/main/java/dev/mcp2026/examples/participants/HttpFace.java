package dev.mcp2026.examples.participants;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.SagaCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// `POST /OPERATION`, with the saga's headers.
final class HttpFace implements Face {
    private static final int MAX_BODY_BYTES = 64 << 10;

    private final Participant participant;
    private final HttpServer server;

    HttpFace(Participant participant, int port) throws IOException {
        this.participant = participant;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        participant.operations().forEach(each -> server.createContext("/" + each, exchange -> answer(each, exchange)));
        server.start();
    }

    private void answer(String operation, HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, Answers.problem("METHOD_NOT_ALLOWED", "POST it"));
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                send(exchange, 413, Answers.problem("LIMIT_EXCEEDED", "at most " + MAX_BODY_BYTES + " bytes"));
                return;
            }
            reply(operation, exchange, new String(body, StandardCharsets.UTF_8));
        }
    }

    private void reply(String operation, HttpExchange exchange, String body) throws IOException {
        try {
            SagaCall call = SagaCall.fromHeaders(exchange.getRequestHeaders()::getFirst);
            Answer answer = participant.call(operation, call, Answers.read(body));
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders()
                        .set("Retry-After", Long.toString(answer.retryAfter().toSeconds()));
            }
            send(exchange, answer.httpStatus(), Answers.text(answer));
        } catch (FaultException e) {
            int status = e.fault().kind() == FaultKind.UNAVAILABLE ? 503 : 400;
            send(exchange, status, Answers.problem(e.fault().kind().name(), e.getMessage()));
        } catch (IllegalArgumentException e) {
            send(exchange, 400, Answers.problem("INVALID_ARGUMENT", e.getMessage()));
        } catch (DatabaseException e) {
            send(exchange, 503, Answers.problem("UNAVAILABLE", e.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
