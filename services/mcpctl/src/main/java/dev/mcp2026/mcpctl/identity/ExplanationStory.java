package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Sections;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.EntryMatch;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import dev.mcp2026.proto.identity.v1.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lays the explanation of an identity out as text: the verdict first, then what it rests on.
///
/// @param all also the entries that do not match, however many
record ExplanationStory(Terminal terminal, Instant now, boolean all) {
    /// Of those that do not match, the nearest: the rest is seldom what was meant.
    private static final int MISSES_SHOWN = 5;

    void tell(ExplainResponse answer) {
        Sections sections = new Sections(terminal);
        terminal.line(terminal.paint(Tone.STRONG, answer.getSubject()) + ": " + Cell.clean(answer.getVerdict()));
        terminal.line("");
        sections.section(
                "  selectors  ",
                answer.getSelectorsList().stream().map(Cell::clean).toList());
        // An identity is nobody's yet, so there is nobody who has or lacks something.
        sections.section(
                "  entries    ",
                answer.getSelectorsCount() == 0
                        ? sections.aligned(wanted(answer.getMatchesList()), 2)
                        : sections.aligned(matches(answer.getMatchesList()), 4));
        sections.section("  svids      ", sections.aligned(svids(answer.getSvidsList()), SvidText.HEADINGS.size()));
        if (answer.hasUpstream()) {
            terminal.line("  upstream   " + upstream(answer.getUpstream()));
        }
        sections.section(
                "  notes      ", answer.getNotesList().stream().map(Cell::clean).toList());
    }

    private static List<List<Cell>> wanted(List<EntryMatch> matches) {
        return matches.stream()
                .map(EntryMatch::getEntry)
                .map(entry -> List.of(
                        Cell.of(entry.getTenant() + "/" + entry.getName()),
                        Cell.of("for who has " + String.join(" ", entry.getSelectorsList()))))
                .toList();
    }

    private List<List<Cell>> matches(List<EntryMatch> matches) {
        List<List<Cell>> rows = new ArrayList<>();
        matches.stream()
                .filter(EntryMatch::getMatches)
                .map(ExplanationStory::row)
                .forEach(rows::add);
        List<EntryMatch> misses = matches.stream()
                .filter(match -> !match.getMatches())
                .sorted(Comparator.comparing(EntryMatch::getMissingCount))
                .toList();
        int shown = all ? misses.size() : Math.min(misses.size(), MISSES_SHOWN);
        misses.subList(0, shown).stream().map(ExplanationStory::row).forEach(rows::add);
        if (shown < misses.size()) {
            String more = "and " + (misses.size() - shown) + " that match less; -o wide shows them";
            rows.add(List.of(new Cell(more, Tone.FAINT), Cell.of(""), Cell.of(""), Cell.of("")));
        }
        return rows;
    }

    private static List<Cell> row(EntryMatch match) {
        Entry entry = match.getEntry();
        return List.of(
                match.getMatches() ? new Cell("matches", Tone.GOOD) : new Cell("does not", Tone.FAINT),
                Cell.of(entry.getTenant() + "/" + entry.getName()),
                Cell.of(entry.getSpiffeId()),
                match.getMissingCount() == 0
                        ? Cell.of("has " + String.join(" ", entry.getSelectorsList()))
                        : new Cell("lacks " + String.join(" ", match.getMissingList()), Tone.WARNING));
    }

    private List<List<Cell>> svids(List<SvidInfo> svids) {
        List<List<Cell>> rows = new ArrayList<>();
        if (!svids.isEmpty()) {
            rows.add(SvidText.HEADINGS.stream()
                    .map(name -> new Cell(name, Tone.FAINT))
                    .toList());
        }
        svids.forEach(svid -> rows.add(SvidText.row(svid, all, now)));
        return rows;
    }

    private String upstream(Upstream upstream) {
        String state = upstream.getAvailable()
                ? terminal.paint(Tone.GOOD, "answers")
                : terminal.paint(Tone.BAD, "does not answer");
        return Cell.clean(upstream.getKind()) + " " + state
                + (upstream.hasSince() ? " for " + Times.age(Times.instant(upstream.getSince()), now) : "")
                + (upstream.getDetail().isEmpty() ? "" : ": " + Cell.clean(upstream.getDetail()));
    }
}
