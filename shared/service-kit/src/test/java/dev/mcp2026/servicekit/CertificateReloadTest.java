package dev.mcp2026.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TrustFixture.class)
class CertificateReloadTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @ConfigProperty(name = "test.trust.root")
    Path root;

    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int httpPort;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @Test
    void bothServersTakeUpANewCertificateWithoutARestart() throws Exception {
        Clients clients = new Clients(root, httpPort, grpcPort);
        TlsMaterial client = clients.of(TrustPlan.DEVELOPER);
        TrustDirectory directory = clients.good();
        BigInteger before = serial(client, httpPort);
        assertThat(serial(client, grpcPort)).isEqualTo(before);

        Files.delete(directory.svid(TrustFixture.CELL).certificate());
        new TrustInit(directory, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(TrustFixture.DOMAIN, List.of(new CellId("cell1")), List.of("probe")));
        BigInteger after = clients.of(TrustFixture.CELL).svid().leaf().getSerialNumber();
        assertThat(after).isNotEqualTo(before);

        for (int port : new int[] {httpPort, grpcPort}) {
            long end = System.nanoTime() + DEADLINE.toNanos();
            while (!isServed(client, port, after) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(serial(client, port)).as("port %d", port).isEqualTo(after);
        }
    }

    /// A handshake in the very moment of the change may be cut off.
    private static boolean isServed(TlsMaterial client, int port, BigInteger serial) throws Exception {
        try {
            return serial(client, port).equals(serial);
        } catch (SSLException | SocketException cutOff) {
            return false;
        }
    }

    private static BigInteger serial(TlsMaterial client, int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) client.sslContext().getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
