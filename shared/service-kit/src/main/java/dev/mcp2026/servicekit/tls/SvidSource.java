package dev.mcp2026.servicekit.tls;

import dev.mcp2026.trust.TlsMaterial;
import java.util.function.Consumer;

/// Where this process' SVID and bundle come from, and how it hears that they are others now.
public interface SvidSource {
    TlsMaterial current();

    /// Adds one who is called with each change; from a thread of the source's.
    void listen(Consumer<TlsMaterial> listener);
}
