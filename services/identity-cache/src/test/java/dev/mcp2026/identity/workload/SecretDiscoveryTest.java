package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.TrustBundle;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// State of the world and FetchSecrets.
class SecretDiscoveryTest extends SecretFixture {
    private final WorkloadSvid web = Samples.svid(Samples.WEB);
    private final WorkloadSvid batch = Samples.svid(Samples.BATCH);
    private final Answers<DiscoveryRequest, DiscoveryResponse> answers = new Answers<>(true);

    @Test
    void aSpiffeIdIsItsSvidWithItsKey() throws Exception {
        workloads.give(Samples.update(web, batch));
        Secret secret = secret(asked(Samples.BATCH).getResources(0));

        assertThat(secret.getName()).isEqualTo(Samples.BATCH);
        var certificate = secret.getTlsCertificate();
        assertThat(certificates(
                        certificate.getCertificateChain().getInlineBytes().toByteArray()))
                .isEqualTo(batch.svid().chain());
        String pem = certificate.getPrivateKey().getInlineBytes().toStringUtf8();
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)))
                .isEqualTo(batch.svid().key());
    }

    @Test
    void defaultIsTheFirstSvid() throws Exception {
        workloads.give(Samples.update(web, batch));
        Secret secret = secret(asked("default").getResources(0));

        assertThat(secret.getName()).isEqualTo("default");
        assertThat(certificates(secret.getTlsCertificate()
                        .getCertificateChain()
                        .getInlineBytes()
                        .toByteArray()))
                .isEqualTo(web.svid().chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROOTCA", "spiffe://mcp2026.local"})
    void rootCaAndTheTrustDomainsIdAreItsBundle(String name) throws Exception {
        workloads.give(Samples.update(web));
        Secret secret = secret(asked(name).getResources(0));

        assertThat(secret.getName()).isEqualTo(name);
        assertThat(certificates(secret.getValidationContext()
                        .getTrustedCa()
                        .getInlineBytes()
                        .toByteArray()))
                .isEqualTo(Samples.OURS.bundle().x509Authorities());
    }

    @Test
    void aFederatedTrustDomainsIdIsItsBundle() throws Exception {
        workloads.give(Samples.federated(Samples.THEIRS.bundle(), web));
        Secret secret = secret(asked("spiffe://other.example").getResources(0));

        assertThat(certificates(secret.getValidationContext()
                        .getTrustedCa()
                        .getInlineBytes()
                        .toByteArray()))
                .isEqualTo(Samples.THEIRS.bundle().x509Authorities());
    }

    @Test
    void allIsEveryBundleInEnvoysSpiffeValidator() throws Exception {
        workloads.give(Samples.federated(Samples.THEIRS.bundle(), web));
        Secret secret = secret(asked("ALL").getResources(0));

        var validator = secret.getValidationContext().getCustomValidatorConfig();
        assertThat(validator.getName()).isEqualTo("envoy.tls.cert_validator.spiffe");
        var domains = validator
                .getTypedConfig()
                .unpack(SPIFFECertValidatorConfig.class)
                .getTrustDomainsList();
        assertThat(domains)
                .extracting(SPIFFECertValidatorConfig.TrustDomain::getName)
                .containsExactly("mcp2026.local", "other.example");
        assertThat(certificates(domains.get(1).getTrustBundle().getInlineBytes().toByteArray()))
                .isEqualTo(Samples.THEIRS.bundle().x509Authorities());
    }

    @Test
    void noNamesMeanAllThatTheCallerHas() {
        workloads.give(Samples.federated(Samples.THEIRS.bundle(), web, batch));

        assertThat(names(asked()))
                .containsExactlyInAnyOrder(
                        "spiffe://mcp2026.local", "spiffe://other.example", Samples.WEB, Samples.BATCH);
        assertThat(workloads.callers).containsExactly(CALLER);
    }

    @Test
    void anotherWorkloadsSvidIsNotThere() {
        workloads.give(Samples.update(web));
        ask("", Samples.BATCH);
        answers.none();
    }

    @Test
    void anAckIsNotAnswered() {
        workloads.give(Samples.update(web));
        DiscoveryResponse response = asked("default", "ROOTCA");
        ask(response.getNonce(), "default", "ROOTCA");
        answers.none();
        assertThat(refusals).isEmpty();
    }

    @Test
    void aRotationIsSentToWhoHasTheSvidAndNotToWhoHasNot() {
        workloads.give(Samples.update(web, batch));
        DiscoveryResponse before = asked(Samples.WEB);
        ask(before.getNonce(), Samples.WEB);

        workloads.give(Samples.update(web, Samples.svid(Samples.BATCH)));
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB), batch));

        DiscoveryResponse after = answers.one();
        assertThat(after.getVersionInfo()).isNotEqualTo(before.getVersionInfo());
        assertThat(after.getNonce()).isNotEqualTo(before.getNonce());
        assertThat(after.getResources(0)).isNotEqualTo(before.getResources(0));
    }

    @Test
    void theVersionIsTheSameOnAnotherStream() {
        workloads.give(Samples.update(web, batch));
        String version = asked("default", "ROOTCA", "ALL").getVersionInfo();
        Answers<DiscoveryRequest, DiscoveryResponse> again = new Answers<>(true);
        envoy.streamSecrets(again).onNext(request("", "ALL", "ROOTCA", "default"));

        assertThat(again.one().getVersionInfo()).isEqualTo(version);
    }

    @Test
    void aNackIsCountedAndNotAnsweredUntilSomethingChanges() {
        workloads.give(Samples.update(web));
        DiscoveryResponse response = asked("default");
        nack(response.getNonce(), "default");
        nack(response.getNonce(), "default");

        answers.none();
        assertThat(refusals).containsExactly(CALLER, CALLER);
        workloads.give(Samples.update(web));
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        answers.one();
    }

    @Test
    void aNackWithANewNameIsAnsweredForTheName() {
        workloads.give(Samples.update(web));
        DiscoveryResponse response = asked("default");
        nack(response.getNonce(), "default", "ROOTCA");

        assertThat(names(answers.one())).containsExactlyInAnyOrder("default", "ROOTCA");
    }

    @Test
    void aNameThatDoesNotExistIsSentWhenItDoes() {
        workloads.give(Samples.update(web));
        ask("", Samples.BATCH);
        answers.none();

        workloads.give(Samples.update(web, batch));

        assertThat(names(answers.one())).containsExactly(Samples.BATCH);
    }

    @Test
    void whatExistsIsSentWithoutWaitingForTheRest() {
        workloads.give(Samples.update(web));
        assertThat(names(asked(Samples.WEB, Samples.BATCH))).containsExactly(Samples.WEB);

        workloads.give(Samples.update(web, batch));
        assertThat(names(answers.one())).containsExactlyInAnyOrder(Samples.WEB, Samples.BATCH);
    }

    @Test
    void aSubscriptionThatGrowsIsAnsweredAndOneThatShrinksIsNot() {
        workloads.give(Samples.update(web));
        DiscoveryResponse first = asked("default");
        ask(first.getNonce(), "default", "ROOTCA");
        DiscoveryResponse second = answers.one();
        assertThat(names(second)).containsExactlyInAnyOrder("default", "ROOTCA");

        ask(second.getNonce(), "ROOTCA");
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        answers.none();
        ask(second.getNonce(), "default");
        assertThat(names(answers.one())).containsExactly("default");
    }

    @Test
    void aListThatBecomesEmptyAsksForNothing() {
        workloads.give(Samples.update(web));
        DiscoveryResponse first = asked("default");
        ask(first.getNonce());
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        answers.none();
    }

    @Test
    void aRequestFromBeforeTheLastResponseIsNotHeard() {
        workloads.give(Samples.update(web));
        DiscoveryResponse first = asked("default");
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        DiscoveryResponse second = answers.one();

        ask(first.getNonce(), "default", "ROOTCA");
        answers.none();
        ask(second.getNonce(), "default", "ROOTCA");
        assertThat(names(answers.one())).containsExactlyInAnyOrder("default", "ROOTCA");
    }

    @Test
    void aClientThatDoesNotReadGetsTheNewestWhenItDoes() {
        workloads.give(Samples.update(web));
        Answers<DiscoveryRequest, DiscoveryResponse> slow = new Answers<>(false);
        envoy.streamSecrets(slow).onNext(request("", "default"));
        DiscoveryResponse first = slow.one();
        WorkloadSvid last = web;
        for (int i = 0; i < 50; i++) {
            last = Samples.svid(Samples.WEB);
            workloads.give(Samples.update(last));
        }
        slow.none();
        slow.call.request(1);

        DiscoveryResponse second = slow.one();
        assertThat(second.getVersionInfo()).isNotEqualTo(first.getVersionInfo());
        slow.call.request(10);
        slow.none();
    }

    @Test
    void withoutAnIdentityPermissionIsDenied() {
        workloads.give(Samples.update());
        ask("", "ROOTCA");

        assertThat(answers.end.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(workloads.open()).isZero();
        assertThatThrownBy(() -> fetching.fetchSecrets(request("", "ROOTCA")))
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
    }

    @Test
    void whyThereIsNoSvidIsSaid() {
        Fault away = new Fault(FaultKind.UNAVAILABLE, null, "the authority is away", "try again");
        workloads.give(new WorkloadUpdate(List.of(), Samples.OURS.bundle(), List.of(), Optional.of(away)));
        ask("", "default");

        assertThat(answers.end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThatThrownBy(() -> fetching.fetchSecrets(request("", "default")))
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    @Test
    void whoLosesItsLastIdentityIsToldSo() {
        workloads.give(Samples.update(web));
        asked("default");
        workloads.give(Samples.update());

        assertThat(answers.end.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(workloads.open()).isZero();
    }

    @Test
    void withoutAttestationNothingIsGiven() {
        attested = null;
        workloads.give(Samples.update(web));
        ask("", "default");

        assertThat(answers.end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(workloads.callers).isEmpty();
    }

    @Test
    void anotherTypeIsRefused() {
        workloads.give(Samples.update(web));
        envoy.streamSecrets(answers)
                .onNext(request("", "default").toBuilder()
                        .setTypeUrl("type.googleapis.com/envoy.config.cluster.v3.Cluster")
                        .build());

        assertThat(answers.end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(answers.end.getDescription()).contains("Cluster' is not served", "tls.v3.Secret");
    }

    @Test
    void moreNamesThanTheLimitAreRefused() {
        workloads.give(Samples.update(web));
        ask("", IntStream.range(0, 257).mapToObj(i -> "name-" + i).toArray(String[]::new));
        assertThat(answers.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(workloads.open()).isZero();
    }

    @Test
    void aNameOfAnyLengthIsRefused() {
        workloads.give(Samples.update(web));
        ask("", "x".repeat(2049));
        assertThat(answers.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void tooManySubscriptionsAreSaidSo() {
        workloads.refuse(Faults.limit("subscriptions", "there are too many", "close some"));
        ask("", "default");
        assertThat(answers.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void theEndOfAStreamEndsItsSubscription() {
        workloads.give(Samples.update(web));
        asked("default");
        assertThat(workloads.open()).isEqualTo(1);
        answers.call.onCompleted();
        assertThat(answers.end.isOk()).isTrue();
        assertThat(workloads.open()).isZero();

        Answers<DiscoveryRequest, DiscoveryResponse> other = new Answers<>(true);
        envoy.streamSecrets(other).onNext(request("", "default"));
        assertThat(workloads.open()).isEqualTo(1);
        other.call.cancel("gone", null);
        assertThat(workloads.open()).isZero();
    }

    @Test
    void aBundleThatChangesIsSent() {
        workloads.give(Samples.update(web));
        DiscoveryResponse before = asked("ROOTCA", "ALL");
        TrustBundle both = new TrustBundle(
                Samples.DOMAIN,
                List.of(
                        Samples.OURS.bundle().x509Authorities().getFirst(),
                        Samples.THEIRS.bundle().x509Authorities().getFirst()),
                Map.of(),
                2,
                Samples.OURS.bundle().refreshHint());
        workloads.give(new WorkloadUpdate(List.of(web), both, List.of()));

        assertThat(answers.one().getVersionInfo()).isNotEqualTo(before.getVersionInfo());
    }

    @Test
    void fetchIsOneAnswerAndNoSubscriptionStays() {
        workloads.give(Samples.update(web));

        assertThat(names(fetching.fetchSecrets(request("", "default", "ROOTCA"))))
                .containsExactlyInAnyOrder("default", "ROOTCA");
        assertThat(names(fetching.fetchSecrets(request(""))))
                .containsExactlyInAnyOrder("spiffe://mcp2026.local", Samples.WEB);
        assertThat(workloads.open()).isZero();
    }

    @Test
    void fetchOfWhatDoesNotExistIsNotFound() {
        workloads.give(Samples.update(web));

        assertThatThrownBy(() -> fetching.fetchSecrets(request("", "default", Samples.BATCH)))
                .hasMessageContaining(Samples.BATCH)
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.NOT_FOUND));
        assertThat(workloads.open()).isZero();
    }

    private DiscoveryResponse asked(String... names) {
        ask("", names);
        DiscoveryResponse response = answers.one();
        assertThat(response.getTypeUrl()).isEqualTo(TYPE);
        assertThat(response.getNonce()).isNotEmpty();
        return response;
    }

    private void ask(String nonce, String... names) {
        if (answers.call == null) {
            envoy.streamSecrets(answers);
        }
        answers.call.onNext(request(nonce, names));
    }

    private void nack(String nonce, String... names) {
        answers.call.onNext(request(nonce, names).toBuilder()
                .setErrorDetail(com.google.rpc.Status.newBuilder().setCode(13).setMessage("bad\nkey"))
                .build());
    }

    private static DiscoveryRequest request(String nonce, String... names) {
        return DiscoveryRequest.newBuilder()
                .setTypeUrl(TYPE)
                .setResponseNonce(nonce)
                .addAllResourceNames(List.of(names))
                .build();
    }

    private static List<String> names(DiscoveryResponse response) {
        return response.getResourcesList().stream()
                .map(each -> secret(each).getName())
                .toList();
    }

    private static List<X509Certificate> certificates(byte[] pem) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
