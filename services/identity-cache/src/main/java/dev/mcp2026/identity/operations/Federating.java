package dev.mcp2026.identity.operations;

import dev.mcp2026.proto.identity.v1.Federation;
import java.util.List;

/// Trust domains whose bundles are fetched.
public interface Federating {
    Federation put(Federation federation);

    /// @return whether there was one
    boolean delete(String trustDomain);

    List<Federation> list();

    /// Looks at a trust domain's endpoint now, or at the upstream's bundle for the own one.
    Refreshed refresh(String trustDomain);

    /// @param refreshed a look was made, or one was made so recently that another would tell nothing
    /// @param changed the bundle is another now
    record Refreshed(boolean refreshed, boolean changed) {}
}
