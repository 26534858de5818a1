package dev.mcp2026.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PEM (RFC 7468) for certificates and PKCS#8 keys, by the JDK's own providers.
public final class Pem {
    private static final Base64.Encoder BODY = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final int DER_SEQUENCE = 0x30;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    public static String of(List<X509Certificate> chain) throws GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            pem.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.toString();
    }

    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    public static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = certificates(Files.readAllBytes(file));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + file);
        }
        return certificates;
    }

    /// PEM or DER, one after another; in PEM what else there is, keys for example, is passed over.
    public static List<X509Certificate> certificates(byte[] bytes) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        if (bytes.length == 0) {
            return certificates;
        }
        boolean der = bytes[0] == DER_SEQUENCE;
        byte[] readable = der ? bytes : certificateBlocks(new String(bytes, StandardCharsets.US_ASCII));
        for (Certificate one :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(readable))) {
            certificates.add((X509Certificate) one);
        }
        return certificates;
    }

    private static byte[] certificateBlocks(String text) {
        StringBuilder blocks = new StringBuilder();
        Matcher found = CERTIFICATE.matcher(text);
        while (found.find()) {
            blocks.append(found.group()).append('\n');
        }
        return blocks.toString().getBytes(StandardCharsets.US_ASCII);
    }

    public static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        List<PrivateKey> keys = keys(file);
        if (keys.isEmpty()) {
            throw new GeneralSecurityException("no PKCS#8 private key in " + file);
        }
        return keys.getFirst();
    }

    /// All EC keys of a file, in their order.
    public static List<PrivateKey> keys(Path file) throws IOException, GeneralSecurityException {
        List<PrivateKey> keys = new ArrayList<>();
        Matcher found = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (found.find()) {
            byte[] der = Base64.getMimeDecoder().decode(found.group(1));
            keys.add(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        }
        return keys;
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + BODY.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
