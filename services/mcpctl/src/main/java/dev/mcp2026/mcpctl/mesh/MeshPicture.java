package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.proto.mesh.v1.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The mesh as its cells tell it at one moment.
///
/// @param cells that told their paths
/// @param silent those that could not be asked
record MeshPicture(List<String> cells, List<Path> paths, List<Answer.Silent> silent) {
    /// Two contexts may lead to one cell, whose paths then count once.
    static MeshPicture of(List<Answer> answers) {
        Set<String> cells = new LinkedHashSet<>();
        List<Path> paths = new ArrayList<>();
        List<Answer.Silent> silent = new ArrayList<>();
        for (Answer answer : answers) {
            switch (answer) {
                case Answer.Told(var told) -> {
                    if (cells.add(told.getCell())) {
                        paths.addAll(told.getPathsList());
                    }
                }
                case Answer.Silent none -> silent.add(none);
            }
        }
        return new MeshPicture(List.copyOf(cells), List.copyOf(paths), List.copyOf(silent));
    }
}
