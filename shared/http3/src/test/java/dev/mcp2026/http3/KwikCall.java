package dev.mcp2026.http3;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.kwik.flupke.Http3ClientConnection;
import tech.kwik.flupke.HttpStream;
import tech.kwik.qpack.Decoder;
import tech.kwik.qpack.Encoder;

/// One request on a connection of Flupke's, with its QPACK: its own client drops trailers.
final class KwikCall {
    private static final int DATA = 0;
    private static final int HEADERS = 1;

    private KwikCall() {}

    static Answer call(Http3ClientConnection connection, Map<String, String> fields, byte[] body) throws IOException {
        HttpStream stream = connection.createBidirectionalStream();
        ByteBuffer section = Encoder.newBuilder().build().compressHeaders(List.copyOf(fields.entrySet()));
        section.flip();
        byte[] compressed = new byte[section.remaining()];
        section.get(compressed);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        write(request, HEADERS, compressed);
        write(request, DATA, body);
        stream.getOutputStream().write(request.toByteArray());
        stream.getOutputStream().close();
        return read(new DataInputStream(stream.getInputStream()));
    }

    private static void write(ByteArrayOutputStream to, int type, byte[] payload) {
        to.write(type);
        to.write(0x40 | payload.length >> 8);
        to.write(payload.length);
        to.writeBytes(payload);
    }

    private static Answer read(DataInputStream from) throws IOException {
        List<Map<String, String>> sections = new ArrayList<>();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (long type = number(from); type >= 0; type = number(from)) {
            byte[] payload = new byte[(int) number(from)];
            from.readFully(payload);
            if (type == HEADERS) {
                Map<String, String> section = new LinkedHashMap<>();
                Decoder.newBuilder()
                        .build()
                        .decodeStream(new ByteArrayInputStream(payload))
                        .forEach(field -> section.put(field.getKey(), field.getValue()));
                sections.add(section);
            } else if (type == DATA) {
                data.writeBytes(payload);
            }
        }
        return new Answer(sections, data.toByteArray(), null);
    }

    /// RFC 9000 section 16; -1 at the end.
    private static long number(DataInputStream from) throws IOException {
        int first = from.read();
        if (first < 0) {
            return -1;
        }
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
            int next = from.read();
            if (next < 0) {
                throw new EOFException("in the middle of a frame");
            }
            value = value << 8 | next;
        }
        return value;
    }
}
