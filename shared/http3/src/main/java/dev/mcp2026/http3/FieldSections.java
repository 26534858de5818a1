package dev.mcp2026.http3;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.TransportFrameUtil;
import io.netty.incubator.codec.http3.DefaultHttp3Headers;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// gRPC metadata as HTTP/3 field sections and back: the same fields as over HTTP/2 (gRPC over HTTP/2, "Requests" and
/// "Responses"; RFC 9114 section 4.3 for the pseudo-header fields).
final class FieldSections {
    static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
    static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
    static final AsciiString GRPC = AsciiString.cached("application/grpc");

    /// See [EarlyIdentities]. Not for applications.
    static final AsciiString EARLY_IDENTITY = AsciiString.cached("mcp-early-identity");

    private static final AsciiString TEXT = AsciiString.cached("text/plain; charset=utf-8");
    private static final AsciiString ALLOW = AsciiString.cached("allow");
    private static final AsciiString POST = AsciiString.cached("POST");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString OK = AsciiString.cached("200");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString USER_AGENT = AsciiString.cached("user-agent");

    private FieldSections() {}

    static Http3Headers request(Metadata metadata, String path, String authority, String userAgent) {
        dropReserved(metadata);
        Http3Headers section = new DefaultHttp3Headers(false);
        section.method(POST).scheme(HTTPS).authority(authority).path(path);
        section.add(CONTENT_TYPE, GRPC).add(TE, TRAILERS).add(USER_AGENT, userAgent);
        return append(section, metadata);
    }

    static Http3Headers response(Metadata metadata) {
        dropReserved(metadata);
        Http3Headers section = new DefaultHttp3Headers(false);
        section.status(OK).add(CONTENT_TYPE, GRPC);
        return append(section, metadata);
    }

    /// @param headersSent false: a response without any message, whose one section is both headers and trailers
    static Http3Headers trailers(Metadata metadata, boolean headersSent) {
        return headersSent ? append(new DefaultHttp3Headers(false), metadata) : response(metadata);
    }

    /// An answer below gRPC's own level, as text, so that nobody takes it for gRPC's.
    static Http3Headers plain(String httpStatus, io.grpc.Status status) {
        Http3Headers section = new DefaultHttp3Headers(false);
        section.status(httpStatus)
                .add(CONTENT_TYPE, TEXT)
                .add(GRPC_STATUS, Integer.toString(status.getCode().value()))
                .add(GRPC_MESSAGE, String.valueOf(status.getDescription()));
        if (httpStatus.equals("405")) {
            section.add(ALLOW, POST);
        }
        return section;
    }

    /// @param pseudo keep the pseudo-header fields: a client reads `:status` there
    static Metadata metadata(Http3Headers section, boolean pseudo) {
        List<byte[]> fields = new ArrayList<>(section.size() * 2);
        for (Map.Entry<CharSequence, CharSequence> field : section) {
            CharSequence name = field.getKey();
            if (pseudo || !isPseudo(name)) {
                fields.add(bytes(name));
                fields.add(bytes(field.getValue()));
            }
        }
        return InternalMetadata.newMetadata(TransportFrameUtil.toRawSerializedHeaders(fields.toArray(new byte[0][])));
    }

    /// As RFC 9114 section 4.2.2 counts: name, value and 32 bytes for each field.
    static long size(Http3Headers section) {
        long size = 0;
        for (Map.Entry<CharSequence, CharSequence> field : section) {
            size += field.getKey().length() + field.getValue().length() + 32L;
        }
        return size;
    }

    private static void dropReserved(Metadata metadata) {
        metadata.discardAll(GrpcUtil.CONTENT_TYPE_KEY);
        metadata.discardAll(GrpcUtil.TE_HEADER);
        metadata.discardAll(GrpcUtil.USER_AGENT_KEY);
    }

    private static Http3Headers append(Http3Headers section, Metadata metadata) {
        byte[][] fields = TransportFrameUtil.toHttp2Headers(metadata);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].length == 0 || fields[i][0] != ':') {
                section.add(new AsciiString(fields[i], false), new AsciiString(fields[i + 1], false));
            }
        }
        return section;
    }

    private static boolean isPseudo(CharSequence name) {
        return name.length() > 0 && name.charAt(0) == ':';
    }

    private static byte[] bytes(@Nullable CharSequence text) {
        if (text == null) {
            return new byte[0];
        }
        return text instanceof AsciiString ascii
                ? ascii.toByteArray()
                : text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
