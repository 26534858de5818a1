package dev.mcp2026.saga.participant;

import java.util.List;

/// The business state of a test: texts in the order in which work added them.
interface Effects<T> {
    void add(T transaction, String text) throws Exception;

    List<String> all() throws Exception;
}
