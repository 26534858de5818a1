package dev.mcp2026.identity.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.authority.KeySlots.Slot;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.X509Issuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private X509Issuer root;
    private Path path;
    private KeyFile file;

    @BeforeEach
    void root() throws Exception {
        root = X509Issuer.root("test.local", X509Issuer.newKeys(random), NOW, Duration.ofDays(100), random);
        path = directory.resolve("shop.pem");
        file = new KeyFile(path);
    }

    private Slot slot() throws GeneralSecurityException {
        KeyPair keys = X509Issuer.newKeys(random);
        return new Slot(root.intermediate("shop", keys.getPublic(), NOW, Duration.ofDays(7)), keys.getPrivate());
    }

    @Test
    void isNothingWhereItIsMissing() throws Exception {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void givesBackWhatItWasGiven() throws Exception {
        for (KeySlots slots : List.of(
                KeySlots.of(slot()),
                KeySlots.of(slot()).prepared(slot()),
                KeySlots.of(slot()).prepared(slot()).activated(NOW),
                KeySlots.of(slot()).prepared(slot()).activated(NOW).prepared(slot()))) {
            file.write(slots);
            assertThat(file.read()).hasValue(slots);
        }
        assertThat(Files.list(directory)).containsExactly(path);
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        file.write(KeySlots.of(slot()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        file.read();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    private void unreadable(String content) throws Exception {
        Files.writeString(path, content);
        assertThatThrownBy(file::read)
                .as(content.substring(0, Math.min(40, content.length())))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(path.toString());
    }

    @Test
    void saysWhichFileIsCorrupted() throws Exception {
        Slot slot = slot();
        String key = Pem.of(slot.key());
        String certificate = Pem.of(List.of(slot.certificate()));
        unreadable("");
        unreadable("garbage");
        unreadable(key);
        unreadable(certificate);
        unreadable(key + key + certificate);
        unreadable(key + key + key + certificate + certificate + certificate);
        unreadable(key.replaceFirst("\n.{20}", "\n") + certificate);
        unreadable(key.replaceFirst("\n.", "\n=") + certificate);
        unreadable(key + certificate.replaceFirst("\n.{20}", "\n"));
    }

    /// With another's key it would sign what nobody can check.
    @Test
    void refusesAKeyThatIsNotItsCertificates() throws Exception {
        unreadable(Pem.of(slot().key()) + Pem.of(List.of(slot().certificate())));
    }

    @Test
    void doesNotShowKeys() throws Exception {
        assertThat(KeySlots.of(slot()).prepared(slot()).toString()).doesNotContainIgnoringCase("private");
        assertThat(Optional.of(slot()).toString()).contains("Slot[until");
    }
}
