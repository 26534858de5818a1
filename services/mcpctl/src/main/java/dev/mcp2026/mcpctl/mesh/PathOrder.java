package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.mesh.v1.PathState;
import dev.mcp2026.proto.mesh.v1.Transport;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// In what order paths are shown, and which of a pair's stands for it.
final class PathOrder {
    /// Direct before relayed and HTTP/3 before HTTP/2, as cells prefer them where all else is equal.
    private static final Comparator<Path> BY_WAY = Comparator.<Path, Boolean>comparing(
                    path -> !path.getViaCell().isEmpty())
            .thenComparing(path -> path.getTransport() != Transport.TRANSPORT_HTTP3)
            .thenComparing(Path::getViaCell);

    private static final Comparator<Path> BY_PAIR_AND_WAY = Comparator.comparing(Path::getFromCell)
            .thenComparing(Path::getToCell)
            .thenComparing(BY_WAY);

    private static final Comparator<Path> BEST_FIRST = Comparator.<Path, Boolean>comparing(path -> !path.getChosen())
            .thenComparing(path -> rank(path.getState()))
            .thenComparing(path -> !PathText.hasRoundTrip(path))
            .thenComparing(path -> path.getRtt().getSeconds())
            .thenComparing(path -> path.getRtt().getNanos())
            .thenComparing(BY_WAY);

    private PathOrder() {}

    static List<Path> all(Collection<Path> paths) {
        return paths.stream().sorted(BY_PAIR_AND_WAY).toList();
    }

    /// One a directed pair: the chosen way, else the best known one.
    static List<Path> onePerPair(Collection<Path> paths) {
        Map<Pair, Path> best = new LinkedHashMap<>();
        for (Path path : all(paths)) {
            best.merge(new Pair(path.getFromCell(), path.getToCell()), path, BinaryOperator.minBy(BEST_FIRST));
        }
        return List.copyOf(best.values());
    }

    private static int rank(PathState state) {
        return switch (state) {
            case PATH_STATE_UP -> 0;
            case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> 1;
            case PATH_STATE_DOWN -> 2;
        };
    }

    private record Pair(String from, String to) {}
}
