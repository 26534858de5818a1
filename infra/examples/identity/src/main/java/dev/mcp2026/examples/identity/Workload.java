package dev.mcp2026.examples.identity;

import io.spiffe.exception.SocketEndpointAddressException;
import io.spiffe.exception.X509SourceException;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.workloadapi.DefaultX509Source;
import io.spiffe.workloadapi.DefaultX509Source.X509SourceOptions;
import io.spiffe.workloadapi.X509Source;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The example's workloads, and how one takes its identity from the socket that `SPIFFE_ENDPOINT_SOCKET` names.
enum Workload {
    BILLING,
    WEB,
    /// Has a valid identity; billing does not accept it.
    REPORTS;

    private static final String PREFIX = "spiffe://mcp2026.local/tenant/default/workload/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    SpiffeId spiffeId() {
        return SpiffeId.parse(PREFIX + title());
    }

    /// Has the newest SVID at all times: the cache sends each renewal down the stream that this opens.
    X509Source source() throws SocketEndpointAddressException, X509SourceException {
        return DefaultX509Source.newSource(X509SourceOptions.builder()
                .initTimeout(PATIENCE)
                .svidPicker(this::pick)
                .build());
    }

    /// A process gets every identity whose selectors it matches, so it has to know which one it is. Where it is not
    /// among
    /// them java-spiffe asks again, by and by, and keeps to itself what this threw.
    private X509Svid pick(List<X509Svid> given) {
        return given.stream()
                .filter(svid -> svid.getSpiffeId().equals(spiffeId()))
                .findFirst()
                .orElseThrow(() -> {
                    String refusal = title() + " waits: the identity cache does not give it " + spiffeId() + ", only "
                            + given.stream().map(X509Svid::getSpiffeId).toList() + "; ./mcpctl identity why "
                            + ProcessHandle.current().pid() + " says why";
                    System.out.println(refusal);
                    return new IllegalStateException(refusal);
                });
    }
}
