package dev.mcp2026.servicekit.authorization;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What holds in a service that produces no rules of its own: nothing is allowed.
class DenyAll {
    @Produces
    @DefaultBean
    @Singleton
    Authorizer denyAll() {
        return AccessRules.none();
    }
}
