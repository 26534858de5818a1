package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.Backoff;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.proto.registry.v1.Selector;
import java.time.Duration;

/// `services --watch`: feeds events to the display that suits the output, until interrupted.
final class WatchCommandLoop {
    /// How often an idle screen is drawn again, so that its ages go on.
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final McpctlCommand mcpctl;
    private final RegistryConnection connection;
    private final OutputFormat output;

    WatchCommandLoop(McpctlCommand mcpctl, RegistryConnection connection, OutputFormat output) {
        this.mcpctl = mcpctl;
        this.connection = connection;
        this.output = output;
    }

    /// @throws FaultException when the watch can't be started, or not be taken up again
    void run(Selector selector) throws InterruptedException {
        WatchDisplay display = display();
        try (WatchFeed feed = WatchFeed.start(
                connection, selector, new Backoff(mcpctl.environment().random()))) {
            while (true) {
                switch (feed.poll(REFRESH)) {
                    case null -> display.idle();
                    case WatchEvent.Changed(var response) -> display.changed(response);
                    case WatchEvent.Lost(var failure, var retryIn) -> display.lost(failure, retryIn);
                    case WatchEvent.Ended(var failure) -> throw failure;
                }
            }
        }
    }

    private WatchDisplay display() {
        return switch (output) {
            case json -> new JsonLinesDisplay(mcpctl.terminal());
            case yaml -> new YamlDocumentsDisplay(mcpctl.terminal());
            case table, wide -> {
                InstanceRows rows = new InstanceRows(output == OutputFormat.wide);
                yield mcpctl.terminal().interactive()
                        ? new ScreenDisplay(
                                mcpctl.terminal(), mcpctl.environment().clock(), rows, connection.context())
                        : new LinesDisplay(
                                mcpctl.terminal(), mcpctl.environment().clock(), rows);
            }
        };
    }
}
