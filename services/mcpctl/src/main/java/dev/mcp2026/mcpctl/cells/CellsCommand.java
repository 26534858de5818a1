package dev.mcp2026.mcpctl.cells;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "cells",
        aliases = "cell",
        description = "List this cell and its peers: link, round trip, clock and instances.")
public final class CellsCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        List<Cell> cells;
        try (RegistryConnection connection = mcpctl.connect()) {
            cells = connection
                    .call(stub -> stub.listCells(ListCellsRequest.getDefaultInstance()))
                    .getCellsList();
        }
        Terminal terminal = mcpctl.terminal();
        new Answer(terminal, output.format())
                .show(() -> cells.stream().map(CellsCommand::tree).toList(), wide -> {
                    terminal.print(table(cells, mcpctl.now()));
                    cells.stream()
                            .filter(cell -> !cell.getLinkDetail().isEmpty())
                            .forEach(cell -> terminal.line(detail(cell)));
                });
        return ExitCodes.OK;
    }

    private static Table table(List<Cell> cells, Instant now) {
        Table table = new Table(
                "CELL",
                "ADDRESS",
                "LINK",
                "HEARD",
                "RTT",
                "CLOCK",
                "INSTANCES",
                "UP",
                "SUSPECT",
                "DOWN",
                "STORE",
                "VERSION");
        for (Cell cell : cells) {
            table.row(
                    text(cell.getId() + (cell.getSelf() ? " (asked)" : "")),
                    text(cell.getAddress()),
                    cell.getSelf()
                            ? text("-")
                            : new dev.mcp2026.mcpctl.output.Cell(cell.getLink(), tone(cell.getLink())),
                    text(cell.hasLastHeard() ? Times.age(Times.instant(cell.getLastHeard()), now) : "-"),
                    text(cell.hasRtt() ? Times.millis(cell.getRtt()) : "-"),
                    text(clock(cell)),
                    count(cell.hasInstances(), cell.getInstances()),
                    count(cell.hasInstancesUp(), cell.getInstancesUp()),
                    count(cell.hasInstancesSuspect(), cell.getInstancesSuspect()),
                    count(cell.hasInstancesDown(), cell.getInstancesDown()),
                    text(cell.getStoreMode().isEmpty() ? "-" : cell.getStoreMode()),
                    text(cell.getVersion().isEmpty() ? "-" : cell.getVersion()));
        }
        return table;
    }

    /// Below the table: it can be several sentences, and a column is as wide as its widest cell.
    private static String detail(Cell cell) {
        return dev.mcp2026.mcpctl.output.Cell.clean(
                cell.getId() + " is " + cell.getLink() + ": " + cell.getLinkDetail());
    }

    private static dev.mcp2026.mcpctl.output.Cell text(String text) {
        return dev.mcp2026.mcpctl.output.Cell.of(text);
    }

    /// Counts are of all tenants, so a tenant's caller is told none.
    private static dev.mcp2026.mcpctl.output.Cell count(boolean told, long count) {
        return text(told ? Long.toString(count) : "-");
    }

    private static void count(Map<String, Object> tree, String name, boolean told, long count) {
        if (told) {
            tree.put(name, count);
        }
    }

    private static Tone tone(String link) {
        return switch (link) {
            case "CONNECTED" -> Tone.GOOD;
            case "CONNECTING" -> Tone.WARNING;
            default -> Tone.BAD;
        };
    }

    private static String clock(Cell cell) {
        return cell.hasClockOffset()
                ? Times.millis(cell.getClockOffset()) + " ±" + Times.millis(cell.getClockError())
                : "-";
    }

    private static Map<String, Object> tree(Cell cell) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", cell.getId());
        tree.put("self", cell.getSelf());
        tree.put("address", cell.getAddress());
        tree.put("link", cell.getLink());
        tree.put("linkDetail", cell.getLinkDetail());
        if (cell.hasLastHeard()) {
            tree.put("lastHeard", Times.instant(cell.getLastHeard()).toString());
        }
        if (cell.hasRtt()) {
            tree.put("rtt", Times.millis(cell.getRtt()));
        }
        if (cell.hasClockOffset()) {
            tree.put("clockOffset", Times.millis(cell.getClockOffset()));
            tree.put("clockError", Times.millis(cell.getClockError()));
        }
        count(tree, "instances", cell.hasInstances(), cell.getInstances());
        count(tree, "instancesUp", cell.hasInstancesUp(), cell.getInstancesUp());
        count(tree, "instancesSuspect", cell.hasInstancesSuspect(), cell.getInstancesSuspect());
        count(tree, "instancesDown", cell.hasInstancesDown(), cell.getInstancesDown());
        tree.put("storeMode", cell.getStoreMode());
        tree.put("version", cell.getVersion());
        return tree;
    }
}
