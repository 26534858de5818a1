package dev.mcp2026.servicekit.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

class ReloadingTlsTest {
    private final DevelopmentAuthority authority = authority();
    private final TlsMaterial first = material();
    private final TlsMaterial second = material();

    /// Changes just before it is listened to, when nobody hears of it.
    private final class Changing implements SvidSource {
        private final List<Consumer<TlsMaterial>> listeners = new ArrayList<>();
        private TlsMaterial now = first;

        @Override
        public TlsMaterial current() {
            return now;
        }

        @Override
        public void listen(Consumer<TlsMaterial> listener) {
            now = second;
            listeners.add(listener);
        }
    }

    @Test
    void missesNoChangeWhileItIsMade() {
        assertThat(served(new ReloadingTls(new Changing())))
                .isEqualTo(second.svid().leaf());
    }

    @Test
    void followsItsSource() {
        Changing source = new Changing();
        ReloadingTls tls = new ReloadingTls(source);
        TlsMaterial third = material();
        source.listeners.forEach(listener -> listener.accept(third));
        assertThat(served(tls)).isEqualTo(third.svid().leaf());
    }

    /// JSSE asks for the name, then for the key, then for the certificate (`X509Authentication`); a peer refuses a
    /// handshake with the key of one and the certificate of another.
    @Test
    void aHandshakeUnderWayEndsWithTheCertificateThatItBeganWith() {
        Changing source = new Changing();
        ReloadingTls tls = new ReloadingTls(source);
        X509ExtendedKeyManager keys = tls.keyManager();
        String server = keys.chooseEngineServerAlias("EC", null, null);
        String client = keys.chooseEngineClientAlias(new String[] {"EC"}, null, null);
        PrivateKey key = keys.getPrivateKey(server);
        TlsMaterial third = material();
        source.listeners.forEach(listener -> listener.accept(third));
        for (String alias : List.of(server, client)) {
            assertThat(keys.getPrivateKey(alias)).isEqualTo(key);
            assertThat(keys.getCertificateChain(alias)[0])
                    .isEqualTo(second.svid().leaf());
        }
        assertThat(keys.getPrivateKey(keys.chooseEngineServerAlias("EC", null, null)))
                .isEqualTo(third.svid().key());
    }

    private static X509Certificate served(ReloadingTls tls) {
        String alias = tls.keyManager().getServerAliases("EC", null)[0];
        return tls.keyManager().getCertificateChain(alias)[0];
    }

    private TlsMaterial material() {
        try {
            return new TlsMaterial(
                    authority.issue(
                            new Role.Workload(new TenantId("shop"), "web").in("test.local"),
                            Duration.ofHours(1),
                            false,
                            Instant.now()),
                    authority.bundle());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static DevelopmentAuthority authority() {
        try {
            return DevelopmentAuthority.create("test.local", Instant.now(), new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
