package dev.mcp2026.mcpctl.mesh;

import com.google.protobuf.Duration;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.mesh.v1.PathState;
import dev.mcp2026.proto.mesh.v1.PeerRole;
import dev.mcp2026.proto.mesh.v1.Transport;
import java.util.Locale;

/// What the wire says of a path in words, and in colour. What was not measured is `-`, never a zero.
public final class PathText {
    private static final String NOT_KNOWN = "-";
    private static final double PERCENT_SHOWN_MIN = 0.1;

    private PathText() {}

    /// `http3`, `http2` or `via cell3`: relays pass on HTTP/3 packets, so there it need not be said.
    static String route(Path path) {
        if (path.getViaCell().isEmpty()) {
            return transport(path);
        }
        String relayed = "via " + path.getViaCell();
        return path.getTransport() == Transport.TRANSPORT_HTTP3 ? relayed : transport(path) + " " + relayed;
    }

    /// `direct http3` or `http3 via cell3`, as cells write it in their reasons.
    public static String way(Path path) {
        return path.getViaCell().isEmpty()
                ? "direct " + transport(path)
                : transport(path) + " via " + path.getViaCell();
    }

    public static String transport(Path path) {
        return switch (path.getTransport()) {
            case TRANSPORT_HTTP2 -> "http2";
            case TRANSPORT_HTTP3 -> "http3";
            case TRANSPORT_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }

    public static String state(PathState state) {
        return switch (state) {
            case PATH_STATE_UP -> "UP";
            case PATH_STATE_DOWN -> "DOWN";
            case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> "UNKNOWN";
        };
    }

    public static Tone tone(PathState state) {
        return switch (state) {
            case PATH_STATE_UP -> Tone.GOOD;
            case PATH_STATE_DOWN -> Tone.BAD;
            case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> Tone.FAINT;
        };
    }

    /// Empty where none is told.
    public static String role(PeerRole role) {
        return switch (role) {
            case PEER_ROLE_EDGE -> "edge";
            case PEER_ROLE_REGIONAL -> "regional";
            case PEER_ROLE_REMOTE -> "remote";
            case PEER_ROLE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    public static Cell stateCell(Path path) {
        return new Cell(state(path.getState()), tone(path.getState()));
    }

    public static Cell rtt(Path path) {
        return millis(hasRoundTrip(path), path.getRtt());
    }

    public static Cell jitter(Path path) {
        return millis(hasRoundTrip(path), path.getJitter());
    }

    /// One of the window's figures, which an empty window has none of.
    public static Cell ofWindow(Path path, Duration figure) {
        return millis(path.getSamples() > 0, figure);
    }

    public static Cell loss(Path path) {
        boolean probed = path.getSamples() > 0 || path.getLoss() > 0;
        return Cell.of(probed ? percent(path.getLoss()) : NOT_KNOWN);
    }

    static boolean hasRoundTrip(Path path) {
        return path.getRtt().getSeconds() > 0 || path.getRtt().getNanos() > 0;
    }

    private static Cell millis(boolean measured, Duration duration) {
        return Cell.of(measured ? Times.millis(duration) : NOT_KNOWN);
    }

    /// `0%`, `2.1%`, `100%`; what rounds to nothing but is some is `<0.1%`.
    private static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < PERCENT_SHOWN_MIN) {
            return "<0.1%";
        }
        return String.format(Locale.ROOT, "%.1f", percent).replaceFirst("\\.0$", "") + "%";
    }
}
