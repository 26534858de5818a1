package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraHeader;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraUrls;
import dev.mcp2026.coordinator.lra.ParticipantStatus;
import dev.mcp2026.coordinator.lra.drive.LraCalls;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Participants of long running actions (MicroProfile LRA 2.0, section 3.2: what the statuses of answers say).
public final class HttpLraCalls implements LraCalls {
    private static final Limit BODY = new Limit("what a participant of an LRA answers", 4_096, "bytes");
    private static final Limit LOCATION =
            new Limit("where an LRA's participant says how far it is", 2_048, "characters");
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int ERROR = 500;

    private final HttpCalls calls;
    private final Addresses addresses;
    private final Duration timeout;
    private final Semaphore underWay;

    /// @param timeout of one call
    /// @param atOnce calls under way; more wait for their turn
    public HttpLraCalls(Vertx vertx, HttpClient client, Addresses addresses, Duration timeout, Limit atOnce) {
        this.underWay = new Semaphore((int) atOnce.max());
        this.calls = new HttpCalls(vertx, client, BODY);
        this.addresses = addresses;
        this.timeout = timeout;
    }

    @Override
    public Answer end(Lra lra, LraParticipant participant, boolean cancel) throws InterruptedException {
        Optional<String> url =
                cancel ? participant.links().compensate() : participant.links().complete();
        if (url.isEmpty()) {
            return new Answer.Ended(ParticipantStatus.done(cancel));
        }
        return switch (call("PUT", lra, participant, url.get(), Optional.of(""), LraHeader.CONTEXT)) {
            case HttpReply.Silent silent -> new Answer.Unknown(silent.why());
            case HttpReply.Answered answer -> {
                Optional<ParticipantStatus> said = status(answer);
                yield switch (answer.status()) {
                    case OK, NO_CONTENT ->
                        said.map(status -> heard(lra, url.get(), status, cancel, answer))
                                .orElseGet(() -> new Answer.Ended(ParticipantStatus.done(cancel)));
                    case ACCEPTED -> accepted(lra, url.get(), answer);
                    case GONE -> new Answer.Ended(ParticipantStatus.done(cancel));
                    case CONFLICT ->
                        new Answer.Ended(
                                said.filter(status -> status.isEndOf(cancel)).orElse(ParticipantStatus.failed(cancel)));
                    // As Narayana has it: a failure of the participant's that it has a status for.
                    case ERROR ->
                        said.filter(status -> status.isFailed() && status.isEndOf(cancel))
                                .<Answer>map(Answer.Ended::new)
                                .orElseGet(() -> unknown(answer));
                    default -> unknown(answer);
                };
            }
        };
    }

    /// What it says of itself, where that fits what it was told.
    private Answer heard(Lra lra, String url, ParticipantStatus status, boolean cancel, HttpReply.Answered answer) {
        return switch (status) {
            case COMPLETING, COMPENSATING -> accepted(lra, url, answer);
            case ACTIVE -> new Answer.Ended(ParticipantStatus.done(cancel));
            case COMPLETED, FAILED_TO_COMPLETE, COMPENSATED, FAILED_TO_COMPENSATE ->
                status.isEndOf(cancel) ? new Answer.Ended(status) : unknown(answer);
        };
    }

    /// A place that may not be called is none.
    private Answer accepted(Lra lra, String url, HttpReply.Answered answer) {
        return new Answer.Accepted(answer.location()
                .filter(location -> location.length() <= LOCATION.max())
                .flatMap(location -> resolved(url, location))
                .filter(place -> mayCall(lra, place)));
    }

    private static Optional<String> resolved(String url, String location) {
        try {
            return Optional.of(URI.create(url).resolve(location).toString());
        } catch (IllegalArgumentException noPlace) {
            return Optional.empty();
        }
    }

    private boolean mayCall(Lra lra, String place) {
        try {
            addresses.check(lra.tenant(), place);
            return true;
        } catch (FaultException refused) {
            return false;
        }
    }

    @Override
    public Answer status(Lra lra, LraParticipant participant, boolean cancel) throws InterruptedException {
        String url = participant.links().status().orElseThrow();
        return switch (call("GET", lra, participant, url, Optional.empty(), LraHeader.CONTEXT)) {
            case HttpReply.Silent silent -> new Answer.Unknown(silent.why());
            case HttpReply.Answered answer ->
                switch (answer.status()) {
                    case OK ->
                        status(answer).map(status -> asked(status, cancel)).orElseGet(() -> unknown(answer));
                    case GONE -> new Answer.Ended(ParticipantStatus.done(cancel));
                    case ACCEPTED -> new Answer.Accepted(Optional.empty());
                    case NOT_FOUND -> new Answer.NotBegun();
                    default -> unknown(answer);
                };
        };
    }

    private static Answer asked(ParticipantStatus status, boolean cancel) {
        return switch (status) {
            case ACTIVE -> new Answer.NotBegun();
            case COMPLETING -> cancel ? new Answer.NotBegun() : new Answer.Accepted(Optional.empty());
            case COMPENSATING -> new Answer.Accepted(Optional.empty());
            // Of one that had completed before the outer LRA was cancelled.
            case COMPLETED, FAILED_TO_COMPLETE -> cancel ? new Answer.NotBegun() : new Answer.Ended(status);
            case COMPENSATED, FAILED_TO_COMPENSATE -> new Answer.Ended(status);
        };
    }

    @Override
    public Answer forget(Lra lra, LraParticipant participant) throws InterruptedException {
        String url = participant.links().forget().orElseThrow();
        return told(call("DELETE", lra, participant, url, Optional.empty(), LraHeader.CONTEXT));
    }

    @Override
    public Answer after(Lra lra, LraParticipant participant) throws InterruptedException {
        String url = participant.links().after().orElseThrow();
        return told(call("PUT", lra, participant, url, Optional.of(lra.status().text()), LraHeader.ENDED));
    }

    private static Answer told(HttpReply reply) {
        return switch (reply) {
            case HttpReply.Silent silent -> new Answer.Unknown(silent.why());
            case HttpReply.Answered answer ->
                switch (answer.status()) {
                    case OK, NO_CONTENT, GONE -> new Answer.Told();
                    default -> unknown(answer);
                };
        };
    }

    /// @param context the header that carries the LRA's URL
    private HttpReply call(
            String method, Lra lra, LraParticipant participant, String url, Optional<String> body, String context)
            throws InterruptedException {
        URI uri = addresses.uri(lra.tenant(), url);
        RequestOptions options = HttpCalls.options(method, uri)
                .putHeader(context, lra.url())
                .putHeader(LraHeader.RECOVERY, LraUrls.recovery(lra, participant.number()))
                .putHeader("Accept", "text/plain, */*;q=0.5");
        lra.parent().ifPresent(parent -> options.putHeader(LraHeader.PARENT, parent.url()));
        if (!participant.data().isEmpty()) {
            options.putHeader(LraHeader.DATA, participant.data());
        }
        if (body.isPresent()) {
            options.putHeader("Content-Type", "text/plain");
        }
        underWay.acquire();
        try {
            return calls.call(options, body, timeout);
        } finally {
            underWay.release();
        }
    }

    /// What it says of itself, as text or as a JSON string.
    private static Optional<ParticipantStatus> status(HttpReply.Answered answer) {
        return answer.body().whole()
                ? ParticipantStatus.of(new String(answer.body().bytes(), StandardCharsets.UTF_8).replace("\"", ""))
                : Optional.empty();
    }

    private static Answer unknown(HttpReply.Answered answer) {
        return new Answer.Unknown(
                answer.status() + " " + Shown.text(new String(answer.body().bytes(), StandardCharsets.UTF_8)));
    }
}
