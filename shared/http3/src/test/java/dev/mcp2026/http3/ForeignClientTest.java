package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.flupke.Http3Client;
import tech.kwik.flupke.Http3ClientConnection;

/// A client that shares no code with ours makes a call.
class ForeignClientTest {
    private static final int FRAME_HEAD = 5;
    private static final int CALLS = 20;

    private final Identities identities = new Identities("mesh.test");

    @TempDir
    private Path folder;

    private static byte[] run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static boolean curlHasHttp3() {
        try {
            return new String(run("curl", "--version"), StandardCharsets.US_ASCII).contains("HTTP3");
        } catch (Exception absent) {
            return false;
        }
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(FRAME_HEAD + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static int size(byte[] answer) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(answer).position(FRAME_HEAD);
        return SimpleResponse.parseFrom(bytes).getPayload().getBody().size();
    }

    private Http3Client flupke(Role role) throws Exception {
        return (Http3Client) Http3Client.newBuilder()
                .connectTimeout(Node.PATIENCE)
                .trustManager(new AnyKeyExchange(identities.trusting(id -> true)))
                .keyManager((X509ExtendedKeyManager)
                        identities.of(role).keyManagers().getKeyManagers()[0])
                .build();
    }

    /// Kwik says "RSA" of each certificate, for which the JDK wants a key usage that TLS 1.3 has no use for.
    private record AnyKeyExchange(X509TrustManager trust) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            trust.checkClientTrusted(chain, "UNKNOWN");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            trust.checkServerTrusted(chain, "UNKNOWN");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }

    private static HttpRequest.Builder to(Node node, String method) {
        return HttpRequest.newBuilder(
                        URI.create("https://localhost:" + node.port() + "/grpc.testing.TestService/" + method))
                .timeout(Node.PATIENCE);
    }

    /// QUIC, TLS, HTTP/3 and QPACK in pure Java, by one who shares nothing with quiche or Netty.
    @Test
    void flupke() throws Exception {
        byte[] message = SimpleRequest.newBuilder().setResponseSize(10).build().toByteArray();
        ServerTls tls = ServerTls.of(
                identities.server(), identities.verifier(id -> id.equals(Identities.CLIENT.in("mesh.test"))));
        try (Node node = new Node(tls, server -> server)) {
            HttpResponse<byte[]> answer = flupke(Identities.CLIENT)
                    .send(
                            to(node, "UnaryCall")
                                    .header("content-type", "application/grpc")
                                    .header("te", "trailers")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(framed(message)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/grpc");
            assertThat(size(answer.body())).isEqualTo(10);
        }
    }

    @Test
    void trailersAsKwiksQpackReadsThem() throws Exception {
        byte[] message =
                SimpleRequest.newBuilder().setResponseSize(3000).build().toByteArray();
        ServerTls tls = ServerTls.of(identities.server(), identities.verifier(id -> true));
        try (Node node = new Node(tls, server -> server)) {
            Http3ClientConnection connection = flupke(Identities.CLIENT)
                    .createConnection(to(node, "UnaryCall").build());
            connection.connect();
            for (int i = 0; i < CALLS; i++) {
                Answer answer = KwikCall.call(
                        connection,
                        RequestContract.request(":path", "/grpc.testing.TestService/UnaryCall"),
                        framed(message));
                assertThat(answer.header(":status")).isEqualTo("200");
                assertThat(answer.trailer("grpc-status")).isEqualTo("0");
                assertThat(size(answer.data())).isEqualTo(3000);
            }
            Answer unknown = KwikCall.call(
                    connection, RequestContract.request(":path", "/grpc.testing.TestService/Nothing"), framed(message));
            assertThat(unknown.sections()).hasSize(1);
            assertThat(unknown.trailer("grpc-status")).isEqualTo("12");
        }
    }

    @Test
    void flupkeWithAnIdentityThatMayNot() throws Exception {
        ServerTls tls = ServerTls.of(
                identities.server(), identities.verifier(id -> id.equals(Identities.CLIENT.in("mesh.test"))));
        try (Node node = new Node(tls, server -> server)) {
            Http3Client other = flupke(Identities.SERVER);
            assertThatThrownBy(() -> other.send(
                            to(node, "EmptyCall")
                                    .header("content-type", "application/grpc")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[FRAME_HEAD]))
                                    .timeout(Duration.ofSeconds(3))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray()))
                    .isInstanceOf(IOException.class);
            assertThat(node.seen).isEmpty();
        }
    }

    @Test
    void curl() throws Exception {
        assumeTrue(curlHasHttp3(), "no curl with HTTP/3 on this machine");
        byte[] message = SimpleRequest.newBuilder().setResponseSize(10).build().toByteArray();
        Path request = Files.write(folder.resolve("request"), framed(message));
        TrustDirectory.SvidFiles files = identities.files(Identities.CLIENT);
        ServerTls tls = ServerTls.of(identities.server(), identities.verifier(id -> true));
        try (Node node = new Node(tls, server -> server)) {
            byte[] answer = run(
                    "curl",
                    "--silent",
                    "--http3-only",
                    "--cacert",
                    files.bundle().toString(),
                    "--cert",
                    files.certificate().toString(),
                    "--key",
                    files.key().toString(),
                    "--header",
                    "content-type: application/grpc",
                    "--header",
                    "te: trailers",
                    "--data-binary",
                    "@" + request,
                    "https://localhost:" + node.port() + "/grpc.testing.TestService/UnaryCall");
            assertThat(size(answer)).isEqualTo(10);
        }
    }
}
