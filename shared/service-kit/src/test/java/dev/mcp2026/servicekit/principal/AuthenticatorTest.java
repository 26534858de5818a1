package dev.mcp2026.servicekit.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.SpiffeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aMemberOfTheTrustDomainIsWhoItSays() throws Exception {
        Principal principal = authenticator(NOW).ofCertificate(leaf("example.org", "operator", "ada"));
        assertThat(principal).hasToString("spiffe://example.org/operator/ada");
        assertThat(principal.credential()).isEqualTo(Principal.Credential.CERTIFICATE);
    }

    @Test
    void anotherTrustDomainIsRefusedEvenWhenItsAuthorityIsTrusted() throws Exception {
        X509Certificate leaf = leaf("example.com", "operator", "ada");
        assertThat(refusal(() -> authenticator(NOW).ofCertificate(leaf))).isEqualTo(FaultKind.UNAUTHENTICATED);
    }

    @Test
    void aCertificateThatRanOutOnAnOpenConnectionIsRefused() throws Exception {
        X509Certificate leaf = leaf("example.org", "operator", "ada");
        assertThat(refusal(() -> authenticator(NOW.plus(Duration.ofDays(2))).ofCertificate(leaf)))
                .isEqualTo(FaultKind.UNAUTHENTICATED);
    }

    @Test
    void anIdWithoutARoleIsKnownAndMayNothing() throws Exception {
        X509Certificate leaf = leaf("example.org", "ns", "default", "sa", "x");
        assertThat(refusal(() -> authenticator(NOW).ofCertificate(leaf))).isEqualTo(FaultKind.PERMISSION_DENIED);
    }

    @Test
    void nothingAtAllIsNoPrincipal() {
        assertThat(authenticator(NOW).authenticate(null, null)).isEmpty();
    }

    @Test
    void aTokenThatIsTakenOutOfTheTableIsRefusedAfterTheReload() throws Exception {
        Path table = directory.resolve("tokens.sha256");
        // The table's owner hashed the empty token by mistake; the scheme must still be there.
        Files.writeString(table, "# comment\n" + EMPTY_SHA256 + " spiffe://example.org/operator/ada\n");
        Authenticator authenticator = authenticator(NOW);
        assertThat(authenticator.authenticate(null, "bearer  ")).isPresent();
        Files.writeString(table, "");
        assertThat(authenticator.authenticate(null, "Bearer ")).isPresent();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(refusal(() -> authenticator.authenticate(null, "Bearer "))).isEqualTo(FaultKind.UNAUTHENTICATED);
    }

    @Test
    void aDamagedTableAcceptsNothing() throws Exception {
        Files.writeString(directory.resolve("tokens.sha256"), EMPTY_SHA256 + " spiffe://example.org/operator/ada\nx\n");
        assertThat(refusal(() -> authenticator(NOW).authenticate(null, "Bearer ")))
                .isEqualTo(FaultKind.UNAUTHENTICATED);
    }

    private Authenticator authenticator(Instant now) {
        return new Authenticator(config(), InstantSource.fixed(now), nanos::get);
    }

    private static X509Certificate leaf(String trustDomain, String... path) throws Exception {
        return DevelopmentAuthority.create(trustDomain, NOW, new SecureRandom())
                .issue(SpiffeId.of(trustDomain, path), Duration.ofDays(1), false, NOW)
                .leaf();
    }

    private static FaultKind refusal(Runnable call) {
        return catchThrowableOfType(FaultException.class, call::run).fault().kind();
    }

    private TrustConfig config() {
        return new TrustConfig() {
            @Override
            public String domain() {
                return "example.org";
            }

            @Override
            public Path dir() {
                return directory;
            }

            @Override
            public Path svid() {
                return directory;
            }

            @Override
            public Path tokens() {
                return directory.resolve("tokens.sha256");
            }

            @Override
            public Duration reloadPeriod() {
                return Duration.ofMinutes(1);
            }

            @Override
            public Duration tokensReload() {
                return Duration.ofSeconds(10);
            }
        };
    }
}
