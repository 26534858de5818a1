package dev.mcp2026.benchmarks.measure;

import com.google.protobuf.Duration;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.Registration;

/// Registrations of the size that real ones have, about 250 bytes. They name no checks, as a hundred thousand of those
/// would measure the checked, not the registry.
public final class Registrations {
    public static final String TENANT = "bench";
    private static final String NUMBER = "bench.number";
    private static final int SERVICES = 1000;
    private static final long LEASE_SECONDS = 3600;

    private Registrations() {}

    /// One with a lease of an hour.
    ///
    /// @param number comes back with the watch event
    public static Registration leased(String service, String instance, int number) {
        return declared(service, instance, number).toBuilder()
                .setLease(Duration.newBuilder().setSeconds(LEASE_SECONDS))
                .build();
    }

    /// One without a lease, which the registry keeps on disk.
    public static Registration declared(String service, String instance, int number) {
        return Registration.newBuilder()
                .setTenant(TENANT)
                .setService(service)
                .setInstance(instance)
                .addEndpoints(Endpoint.newBuilder()
                        .setName("http")
                        .setHost("10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255))
                        .setPort(8080)
                        .setProtocol("http"))
                .setRegion("eu-central")
                .setZone("eu-central-" + number % 3)
                .putLabels("app.kubernetes.io/name", service)
                .putLabels("app.kubernetes.io/version", "2026.11." + number % 30)
                .putLabels("team", "team-" + number % 40)
                .putLabels("tier", "backend")
                .putLabels(NUMBER, Integer.toString(number))
                .build();
    }

    /// One of the many that are there before measuring starts, spread over a thousand services.
    public static Registration loaded(int number) {
        return leased("loaded-" + number % SERVICES, "i-" + number, number);
    }

    /// The same but for its number.
    public static Registration renumbered(Registration registration, int number) {
        return registration.toBuilder()
                .putLabels(NUMBER, Integer.toString(number))
                .build();
    }

    /// -1 if it carries none.
    public static int number(Registration registration) {
        return Integer.parseInt(registration.getLabelsOrDefault(NUMBER, "-1"));
    }
}
