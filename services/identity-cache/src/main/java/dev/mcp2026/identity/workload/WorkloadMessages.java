package dev.mcp2026.identity.workload;

import com.google.protobuf.ByteString;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesResponse;
import dev.mcp2026.proto.spiffe.workload.X509BundlesResponse;
import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Updates as the Workload API's messages (SPIFFE Workload API, sections 5 and 6).
final class WorkloadMessages {
    private WorkloadMessages() {}

    static X509SVIDResponse x509Svids(WorkloadUpdate update) {
        X509SVIDResponse.Builder message = X509SVIDResponse.newBuilder();
        ByteString own = der(update.own().x509Authorities());
        for (WorkloadSvid one : update.svids()) {
            message.addSvids(X509SVID.newBuilder()
                    .setSpiffeId(one.svid().id().toString())
                    .setX509Svid(der(one.svid().chain()))
                    .setX509SvidKey(ByteString.copyFrom(one.svid().key().getEncoded()))
                    .setBundle(own)
                    .setHint(one.entry().hint()));
        }
        update.federated().forEach(bundle -> message.putFederatedBundles(name(bundle), der(bundle.x509Authorities())));
        return message.build();
    }

    static X509BundlesResponse x509Bundles(WorkloadUpdate update) {
        X509BundlesResponse.Builder message = X509BundlesResponse.newBuilder();
        message.putBundles(name(update.own()), der(update.own().x509Authorities()));
        update.federated().forEach(bundle -> message.putBundles(name(bundle), der(bundle.x509Authorities())));
        return message.build();
    }

    static JWTBundlesResponse jwtBundles(WorkloadUpdate update) {
        JWTBundlesResponse.Builder message = JWTBundlesResponse.newBuilder();
        message.putBundles(name(update.own()), jwks(update.own()));
        update.federated().forEach(bundle -> message.putBundles(name(bundle), jwks(bundle)));
        return message.build();
    }

    private static String name(TrustBundle bundle) {
        return "spiffe://" + bundle.trustDomain();
    }

    private static ByteString jwks(TrustBundle bundle) {
        return ByteString.copyFromUtf8(BundleDocument.jwks(bundle));
    }

    private static ByteString der(List<X509Certificate> certificates) {
        ByteString.Output all = ByteString.newOutput();
        for (X509Certificate certificate : certificates) {
            try {
                all.write(certificate.getEncoded());
            } catch (CertificateEncodingException | IOException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        return all.toByteString();
    }
}
