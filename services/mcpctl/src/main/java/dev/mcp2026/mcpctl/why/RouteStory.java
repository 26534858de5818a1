package dev.mcp2026.mcpctl.why;

import dev.mcp2026.mcpctl.mesh.PathText;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Sections;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.mesh.v1.Candidate;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.mesh.v1.RouteChange;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lays the explanation of a route out as text: the choice first, then what it rests on, then how it came to be.
record RouteStory(Terminal terminal, Instant now, ZoneId zone) {
    private static final List<String> COLUMNS =
            List.of("", "WAY", "STATE", "RTT", "P99", "JITTER", "LOSS", "COST", "VERDICT");

    void tell(ExplainRouteResponse answer) {
        Sections sections = new Sections(terminal);
        terminal.line(headline(answer));
        terminal.line("");
        sections.section("  peer        ", peer(answer));
        sections.section("  because     ", clauses(answer.getReason()));
        sections.section("  candidates  ", sections.aligned(candidates(answer.getCandidatesList()), COLUMNS.size()));
        sections.section("  history     ", sections.aligned(history(answer.getHistoryList()), 4));
        long older = answer.getChanges() - answer.getHistoryCount();
        if (older > 0 && answer.getHistoryCount() > 0) {
            terminal.line(terminal.paint(Tone.FAINT, "              " + older + " older changes are not kept"));
        }
    }

    /// The path that calls go now.
    static Optional<Path> chosen(ExplainRouteResponse answer) {
        return answer.getCandidatesList().stream()
                .map(Candidate::getPath)
                .filter(Path::getChosen)
                .findFirst();
    }

    private String headline(ExplainRouteResponse answer) {
        String about = "route/" + Cell.clean(answer.getToCell()) + " from " + Cell.clean(answer.getCell()) + " is ";
        return about
                + chosen(answer)
                        .map(path -> terminal.paint(PathText.tone(path.getState()), PathText.way(path)) + since(path))
                        .orElseGet(() -> terminal.paint(Tone.BAD, "NONE"));
    }

    private String since(Path path) {
        if (!path.hasChosenSince()) {
            return "";
        }
        Instant since = Times.instant(path.getChosenSince());
        return " for " + Times.age(since, now) + ", since " + Times.local(since, zone);
    }

    private static List<String> peer(ExplainRouteResponse answer) {
        Optional<Path> known = chosen(answer)
                .or(() -> answer.getCandidatesList().stream()
                        .map(Candidate::getPath)
                        .findFirst());
        String role = known.map(path -> PathText.role(path.getRole())).orElse("");
        String address = known.map(Path::getAddress).orElse("");
        List<String> parts = Stream.of(
                        role,
                        answer.getService().isEmpty() ? "" : "service " + answer.getService(),
                        address.isEmpty() ? "" : "at " + address)
                .filter(part -> !part.isEmpty())
                .map(Cell::clean)
                .toList();
        return parts.isEmpty() ? List.of() : List.of(String.join(", ", parts));
    }

    /// A cell joins the parts of its reason by semicolons; a part a line reads better.
    private static List<String> clauses(String reason) {
        return Arrays.stream(reason.split("; ", -1))
                .filter(clause -> !clause.isBlank())
                .map(Cell::clean)
                .toList();
    }

    private static List<List<Cell>> candidates(List<Candidate> candidates) {
        List<List<Cell>> rows = new ArrayList<>();
        if (!candidates.isEmpty()) {
            rows.add(COLUMNS.stream().map(name -> new Cell(name, Tone.FAINT)).toList());
        }
        for (Candidate candidate : candidates) {
            Path path = candidate.getPath();
            rows.add(List.of(
                    Cell.of(path.getChosen() ? "*" : ""),
                    Cell.of(PathText.way(path)),
                    PathText.stateCell(path),
                    PathText.rtt(path),
                    PathText.ofWindow(path, path.getRttP99()),
                    PathText.jitter(path),
                    PathText.loss(path),
                    candidate.hasCostMs() ? Cell.of(Times.millis(candidate.getCostMs())) : new Cell("none", Tone.FAINT),
                    Cell.of(candidate.getVerdict())));
        }
        return rows;
    }

    private List<List<Cell>> history(List<RouteChange> changes) {
        List<List<Cell>> rows = new ArrayList<>();
        for (RouteChange change : changes) {
            Instant at = Times.instant(change.getAt());
            rows.add(List.of(
                    new Cell(Times.local(at, zone), Tone.FAINT),
                    Cell.of(Times.ago(at, now)),
                    new Cell(
                            orNone(change.getFrom()) + " → " + orNone(change.getTo()),
                            change.getTo().isEmpty() ? Tone.BAD : Tone.PLAIN),
                    Cell.of(change.getReason())));
        }
        return rows;
    }

    private static String orNone(String way) {
        return way.isEmpty() ? "none" : way;
    }
}
