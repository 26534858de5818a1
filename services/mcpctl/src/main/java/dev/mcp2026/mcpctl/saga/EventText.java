package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.SagaEvent;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/// What happened to a saga, as a line and as data.
///
/// @param zone of the reader
record EventText(ZoneId zone) {
    private static final int STEP_WIDTH = 16;
    private static final int WHAT_WIDTH = 12;
    private static final int DETAIL_CHARS = 160;
    private static final String KIND = "KIND_";

    private record What(String text, Tone tone) {}

    String line(SagaEvent happened, Terminal terminal) {
        LogEvent event = happened.getEvent();
        What what = what(event.getKind());
        String step = event.getStep().isEmpty() ? "saga" : event.getStep();
        return (terminal.paint(Tone.FAINT, Times.local(Times.instant(happened.getAt()), zone))
                        + "  " + padded(step, STEP_WIDTH) + terminal.paint(what.tone(), what.text())
                        + " ".repeat(Math.max(1, WHAT_WIDTH - what.text().length())) + detail(event))
                .stripTrailing();
    }

    private static String padded(String text, int width) {
        return Cell.clean(text) + " ".repeat(Math.max(1, width - text.length()));
    }

    private static What what(LogEvent.Kind kind) {
        return switch (kind) {
            case KIND_BEGUN -> new What("begun", Tone.FAINT);
            case KIND_SUCCEEDED -> new What("done", Tone.GOOD);
            case KIND_REFUSED -> new What("refused", Tone.BAD);
            case KIND_FAILED -> new What("no answer", Tone.WARNING);
            case KIND_ABANDONED -> new What("given up", Tone.BAD);
            case KIND_TURNED -> new What("goes back", Tone.WARNING);
            case KIND_UNDO_BEGUN -> new What("undoing", Tone.FAINT);
            case KIND_UNDONE -> new What("undone", Tone.GOOD);
            case KIND_DEAD_LETTERED -> new What("dead", Tone.BAD);
            case KIND_RETRIED -> new What("retried", Tone.WARNING);
            case KIND_SKIPPED -> new What("skipped", Tone.WARNING);
            case KIND_COMPLETED -> new What("completed", Tone.GOOD);
            case KIND_COMPENSATED -> new What("compensated", Tone.WARNING);
            case KIND_UNSPECIFIED, UNRECOGNIZED -> new What("?", Tone.FAINT);
        };
    }

    private static String detail(LogEvent event) {
        String text = event.getKind() == LogEvent.Kind.KIND_SUCCEEDED
                ? event.getResult()
                : (event.getAttempt() > 0 ? "attempt " + event.getAttempt() + ": " : "")
                        + (event.getBy().isEmpty() ? "" : "by " + event.getBy() + " ")
                        + event.getReason();
        return Cell.shortened(Cell.clean(text), DETAIL_CHARS);
    }

    static Map<String, Object> tree(SagaEvent happened) {
        LogEvent event = happened.getEvent();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("number", happened.getNumber());
        tree.put("at", Times.instant(happened.getAt()).toString());
        tree.put("kind", event.getKind().name().substring(KIND.length()));
        tree.put("step", event.getStep());
        tree.put("compensation", event.getCompensation());
        tree.put("attempt", event.getAttempt());
        tree.put("reason", event.getReason());
        tree.put("by", event.getBy());
        tree.put("result", event.getResult());
        return tree;
    }
}
