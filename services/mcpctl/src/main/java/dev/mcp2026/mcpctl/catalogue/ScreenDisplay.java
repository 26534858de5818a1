package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The whole table on a terminal, redrawn at every change and every second.
final class ScreenDisplay implements WatchDisplay {
    private static final int ROWS_MAX = 200;

    private final Terminal terminal;
    private final InstantSource clock;
    private final InstanceRows rows;
    private final Context context;
    private final WatchState state = new WatchState();
    private String link = "connecting";
    private Tone tone = Tone.FAINT;

    ScreenDisplay(Terminal terminal, InstantSource clock, InstanceRows rows, Context context) {
        this.terminal = terminal;
        this.clock = clock;
        this.rows = rows;
        this.context = context;
    }

    @Override
    public void changed(WatchResponse response) {
        state.apply(response);
        link = "live";
        tone = Tone.GOOD;
        draw();
    }

    @Override
    public void lost(FaultException failure, Duration retryIn) {
        link = WatchDisplay.lostText(failure, retryIn);
        tone = Tone.WARNING;
        draw();
    }

    @Override
    public void idle() {
        draw();
    }

    private void draw() {
        if (!state.synced()) {
            // A partial table would show as missing what is merely not here yet.
            return;
        }
        int count = state.instances().size();
        List<String> lines = new ArrayList<>();
        lines.add("watching " + terminal.paint(Tone.STRONG, context.name()) + " at " + context.address() + " · " + count
                + " instances · " + terminal.paint(tone, link) + " · Ctrl-C ends");
        lines.add("");
        var shown = state.instances().stream().limit(ROWS_MAX).toList();
        lines.addAll(rows.table(shown, clock.instant()).lines(terminal.colour()));
        if (count > ROWS_MAX) {
            lines.add("… and " + (count - ROWS_MAX) + " more; narrow it with NAME, --state or -l");
        }
        terminal.redraw(lines);
    }
}
