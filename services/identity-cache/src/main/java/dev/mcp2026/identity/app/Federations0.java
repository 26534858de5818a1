package dev.mcp2026.identity.app;

import dev.mcp2026.identity.operations.Federating;
import dev.mcp2026.proto.identity.v1.Federation;
import jakarta.inject.Singleton;
import java.util.List;

/// PLACEHOLDER until federation is merged.
@Singleton
class Federations0 implements Federating {
    @Override
    public Federation put(Federation federation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(String trustDomain) {
        return false;
    }

    @Override
    public List<Federation> list() {
        return List.of();
    }

    @Override
    public Refreshed refresh(String trustDomain) {
        return new Refreshed(false, false);
    }
}
