package dev.mcp2026.identity.authority;

import dev.mcp2026.identity.authority.KeySlots.Slot;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An authority's keys in one file of mode 0600, replaced whole: first as many keys as there are slots, then the
/// certificates in the same order, then those retired.
final class KeyFile {
    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /// @return empty where there is no file
    Optional<KeySlots> read() throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SecretFile.tighten(file);
        List<PrivateKey> keys;
        List<X509Certificate> certificates;
        try {
            keys = Pem.keys(file);
            certificates = Pem.certificates(file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new GeneralSecurityException(file + " can't be read: " + e.getMessage(), e);
        }
        if (keys.isEmpty() || keys.size() > 2 || certificates.size() < keys.size()) {
            throw new GeneralSecurityException(file + " has " + keys.size() + " keys and " + certificates.size()
                    + " certificates, which is nothing that was written here; restore it, or move it away");
        }
        for (int i = 0; i < keys.size(); i++) {
            requirePair(keys.get(i), certificates.get(i));
        }
        Slot current = new Slot(certificates.getFirst(), keys.getFirst());
        Optional<Slot> next =
                keys.size() == 2 ? Optional.of(new Slot(certificates.get(1), keys.get(1))) : Optional.empty();
        return Optional.of(new KeySlots(current, next, certificates.subList(keys.size(), certificates.size())));
    }

    private void requirePair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] message = certificate.getEncoded();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(message);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException(
                    file + " has a key that is not its certificate's; restore it, or move it away");
        }
    }

    void write(KeySlots slots) throws IOException, GeneralSecurityException {
        StringBuilder pem = new StringBuilder(Pem.of(slots.current().key()));
        List<X509Certificate> certificates = new ArrayList<>();
        certificates.add(slots.current().certificate());
        slots.next().ifPresent(next -> {
            pem.append(Pem.of(next.key()));
            certificates.add(next.certificate());
        });
        certificates.addAll(slots.retired());
        SecretFile.write(file, pem + Pem.of(certificates));
    }
}
