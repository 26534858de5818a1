package dev.mcp2026.http3;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a request was answered with.
///
/// @param sections headers, and trailers where there are some
/// @param reset the code of the stream's reset; null: it ended in order
record Answer(
        List<Map<String, String>> sections,
        byte[] data,
        @Nullable Long reset) {

    @Nullable
    String header(String name) {
        return sections.isEmpty() ? null : sections.getFirst().get(name);
    }

    @Nullable
    String trailer(String name) {
        return sections.isEmpty() ? null : sections.getLast().get(name);
    }

    /// Gathers one, on one thread.
    static final class Collector {
        final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final List<Map<String, String>> sections = new ArrayList<>();
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();

        void section(Iterable<Map.Entry<CharSequence, CharSequence>> fields) {
            Map<String, String> section = new LinkedHashMap<>();
            fields.forEach(field ->
                    section.put(field.getKey().toString(), field.getValue().toString()));
            sections.add(section);
        }

        void data(io.netty.buffer.ByteBuf bytes) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.getBytes(bytes.readerIndex(), copy);
            data.writeBytes(copy);
        }

        void end(@Nullable Long reset) {
            answer.complete(new Answer(List.copyOf(sections), data.toByteArray(), reset));
        }
    }
}
