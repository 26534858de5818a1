package dev.mcp2026.servicekit.mesh;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An `io.grpc.Channel` to where `mcp.mesh.clients.<value>` says, for stubs of every kind:
///
/// ```java
/// Billing(@MeshClient("billing") Channel channel) {
///     this.billing = MutinyBillingGrpc.newMutinyStub(channel);
/// }
/// ```
///
/// Calls of methods in `mcp.mesh.clients.<value>.retried-methods` (`billing.v1.Billing/GetInvoice`) are repeated when
/// they fail UNAVAILABLE; those of others only where the server certainly never saw them.
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
public @interface MeshClient {
    @Nonbinding
    String value();
}
