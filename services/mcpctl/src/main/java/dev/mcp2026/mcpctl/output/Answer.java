package dev.mcp2026.mcpctl.output;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One answer, for a program as data or for a person as text.
public record Answer(Terminal terminal, OutputFormat output) {
    /// @param data a tree of maps, lists, text, numbers and booleans
    /// @param people writes it; told whether all columns are wanted
    public void show(Supplier<Object> data, Consumer<Boolean> people) {
        switch (output) {
            case json -> terminal.line(StructuredText.json(data.get(), true));
            case yaml -> terminal.line(StructuredText.yaml(data.get()));
            case table -> people.accept(false);
            case wide -> people.accept(true);
        }
    }

    /// Shows a list; to a person, where it is empty, a note that says so.
    ///
    /// @param table told whether all columns are wanted
    public <T> void rows(List<T> items, Function<T, ?> data, String none, Function<Boolean, Table> table) {
        show(() -> items.stream().map(data).toList(), wide -> {
            if (items.isEmpty()) {
                terminal.note(none);
            } else {
                terminal.print(table.apply(wide));
            }
        });
    }
}
