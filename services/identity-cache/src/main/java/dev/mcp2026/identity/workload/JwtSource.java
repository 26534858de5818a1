package dev.mcp2026.identity.workload;

import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.entry.Entry;
import java.util.List;

/// JWT-SVIDs; may block.
public interface JwtSource {
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE and others of the authority
    IssuedJwt get(Entry entry, List<String> audience);
}
