package dev.mcp2026.registry.health.probe;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.ProbeResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One GET on a fresh connection, of which only the status line counts. Written on a socket
/// because the phases matter:
/// silence before the handshake and silence after it blame different things, and an HTTP client
/// hides which it was.
final class HttpProbe {
    private static final int STATUS_LINE_MAX = 1024;
    private static final int DRAIN_MILLIS = 50;

    private HttpProbe() {}

    static ProbeResult run(Dialler dialler, Target target, CheckKind.Http http, Attempt attempt, long drain)
            throws ObserverFaultException {
        try (Socket socket = dialler.connect(target, attempt)) {
            socket.getOutputStream().write(request(target, http));
            String line = statusLine(socket, attempt);
            if (line == null) {
                return attempt.closed();
            }
            int status = status(line);
            ProbeResult result = judged(http, status, attempt);
            drain(socket, drain);
            return result;
        } catch (IOException e) {
            return attempt.failed(e);
        }
    }

    private static byte[] request(Target target, CheckKind.Http http) {
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        String text = "GET " + http.path() + " HTTP/1.1\r\nHost: " + host + ":" + target.port()
                + "\r\nUser-Agent: mcp2026-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable String statusLine(Socket socket, Attempt attempt) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[STATUS_LINE_MAX];
        int length = 0;
        while (length < STATUS_LINE_MAX) {
            socket.setSoTimeout(attempt.leftMillis());
            int read = in.read(buffer, length, STATUS_LINE_MAX - length);
            if (read < 0) {
                return null;
            }
            for (int end = length + read; length < end; length++) {
                if (buffer[length] == '\n') {
                    return new String(buffer, 0, length, StandardCharsets.US_ASCII).strip();
                }
            }
        }
        return "";
    }

    /// @return 0 if it is no HTTP status line
    private static int status(String line) {
        boolean http = line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ';
        String digits = http ? line.substring(9, 12) : "";
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') && !digits.isEmpty() ? Integer.parseInt(digits) : 0;
    }

    private static ProbeResult judged(CheckKind.Http http, int status, Attempt attempt) {
        if (status == 0) {
            return attempt.unhealthy("its answer is not HTTP");
        }
        return status >= http.statusMin() && status <= http.statusMax()
                ? attempt.ok("HTTP " + status)
                : attempt.unhealthy("HTTP " + status + ", not within " + http.statusMin() + " to " + http.statusMax());
    }

    private static void drain(Socket socket, long bytes) {
        try {
            socket.setSoTimeout(DRAIN_MILLIS);
            socket.getInputStream().readNBytes((int) bytes);
        } catch (IOException e) {
            // It answered; how it hangs up does not matter.
        }
    }
}
