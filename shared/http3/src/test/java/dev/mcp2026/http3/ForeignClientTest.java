package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.trust.TrustDirectory;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that shares no code with ours makes a call.
class ForeignClientTest {
    private static final int FRAME_HEAD = 5;

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

    @Test
    void curl() throws Exception {
        assumeTrue(curlHasHttp3(), "no curl with HTTP/3 on this machine");
        byte[] message = SimpleRequest.newBuilder().setResponseSize(10).build().toByteArray();
        Path request = Files.write(
                folder.resolve("request"),
                ByteBuffer.allocate(FRAME_HEAD + message.length)
                        .put((byte) 0)
                        .putInt(message.length)
                        .put(message)
                        .array());
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
            ByteBuffer bytes = ByteBuffer.wrap(answer).position(FRAME_HEAD);
            assertThat(SimpleResponse.parseFrom(bytes).getPayload().getBody().size())
                    .isEqualTo(10);
        }
    }
}
