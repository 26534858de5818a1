package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Incremental xDS.
class DeltaSecretsTest extends SecretFixture {
    private final WorkloadSvid web = Samples.svid(Samples.WEB);
    private final WorkloadSvid batch = Samples.svid(Samples.BATCH);
    private final Answers<DeltaDiscoveryRequest, DeltaDiscoveryResponse> answers = new Answers<>(true);

    @Test
    void whatIsSubscribedToIsSentWithItsVersion() {
        workloads.give(Samples.update(web));
        DeltaDiscoveryResponse response = subscribed("default", "ROOTCA");

        assertThat(response.getTypeUrl()).isEqualTo(TYPE);
        assertThat(names(response)).containsExactlyInAnyOrder("default", "ROOTCA");
        assertThat(response.getResourcesList()).allSatisfy(each -> {
            assertThat(each.getVersion()).isNotEmpty();
            assertThat(secret(each.getResource()).getName()).isEqualTo(each.getName());
        });
    }

    @Test
    void onlyWhatChangedIsSent() {
        workloads.give(Samples.update(web, batch));
        DeltaDiscoveryResponse first = subscribed(Samples.WEB, Samples.BATCH, "ROOTCA");
        ack(first.getNonce());
        answers.none();

        workloads.give(Samples.update(Samples.svid(Samples.WEB), batch));

        DeltaDiscoveryResponse second = answers.one();
        assertThat(names(second)).containsExactly(Samples.WEB);
        assertThat(second.getRemovedResourcesList()).isEmpty();
        assertThat(second.getNonce()).isNotEqualTo(first.getNonce());
    }

    @Test
    void whatIsGoneIsSaidToBeGoneAndComesBack() {
        workloads.give(Samples.update(web, batch));
        subscribed(Samples.WEB, Samples.BATCH);

        workloads.give(Samples.update(web));
        DeltaDiscoveryResponse gone = answers.one();
        assertThat(gone.getRemovedResourcesList()).containsExactly(Samples.BATCH);
        assertThat(gone.getResourcesList()).isEmpty();

        workloads.give(Samples.update(web));
        answers.none();
        workloads.give(Samples.update(web, batch));
        assertThat(names(answers.one())).containsExactly(Samples.BATCH);
    }

    @Test
    void whatNeverExistedIsWaitedFor() {
        workloads.give(Samples.update(web));
        send(request().addResourceNamesSubscribe(Samples.BATCH));
        answers.none();

        workloads.give(Samples.update(web, batch));
        assertThat(names(answers.one())).containsExactly(Samples.BATCH);
    }

    @Test
    void whatTheClientHasFromBeforeIsNotSentAgain() {
        workloads.give(Samples.update(web, batch));
        DeltaDiscoveryResponse earlier = subscribed(Samples.WEB, Samples.BATCH);
        Answers<DeltaDiscoveryRequest, DeltaDiscoveryResponse> again = new Answers<>(true);
        DeltaDiscoveryRequest.Builder request = request().addAllResourceNamesSubscribe(names(earlier));
        for (Resource each : earlier.getResourcesList()) {
            request.putInitialResourceVersions(
                    each.getName(), each.getName().equals(Samples.WEB) ? each.getVersion() : "old");
        }
        envoy.deltaSecrets(again).onNext(request.build());

        assertThat(names(again.one())).containsExactly(Samples.BATCH);
    }

    @Test
    void subscribingAgainSendsAgain() {
        workloads.give(Samples.update(web));
        subscribed("default");
        assertThat(names(subscribed("default"))).containsExactly("default");
    }

    @Test
    void unsubscribingEndsItQuietly() {
        workloads.give(Samples.update(web));
        subscribed("default", "ROOTCA");
        send(request().addResourceNamesUnsubscribe("default"));
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        answers.none();
    }

    @Test
    void noNamesAtFirstMeanAllAlsoWhatComesLater() {
        workloads.give(Samples.update(web));
        send(request());
        assertThat(names(answers.one())).containsExactlyInAnyOrder("spiffe://mcp2026.local", Samples.WEB);

        workloads.give(Samples.federated(Samples.THEIRS.bundle(), web));
        assertThat(names(answers.one())).containsExactly("spiffe://other.example");

        send(request().addResourceNamesSubscribe("default").addResourceNamesUnsubscribe("*"));
        assertThat(names(answers.one())).containsExactly("default");
        workloads.give(Samples.update(web, batch));
        answers.none();
    }

    @Test
    void aNackIsCountedAndNotAnsweredUntilSomethingChanges() {
        workloads.give(Samples.update(web));
        DeltaDiscoveryResponse response = subscribed("default");
        send(request()
                .setResponseNonce(response.getNonce())
                .setErrorDetail(com.google.rpc.Status.newBuilder().setCode(13).setMessage("bad key")));

        answers.none();
        assertThat(refusals).containsExactly(CALLER);
        workloads.give(Samples.update(web));
        answers.none();
        workloads.give(Samples.update(Samples.svid(Samples.WEB)));
        assertThat(names(answers.one())).containsExactly("default");
    }

    @Test
    void theNamesOfAStreamAreBoundedTogether() {
        workloads.give(Samples.update(web));
        for (int round = 0; round < 3; round++) {
            int from = round * 100;
            send(request()
                    .addAllResourceNamesSubscribe(IntStream.range(from, from + 100)
                            .mapToObj(i -> "name-" + i)
                            .toList()));
        }
        assertThat(answers.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(workloads.open()).isZero();
    }

    @Test
    void withoutAnIdentityPermissionIsDenied() {
        workloads.give(Samples.update());
        send(request().addResourceNamesSubscribe("default"));
        assertThat(answers.end.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private DeltaDiscoveryResponse subscribed(String... names) {
        send(request().addAllResourceNamesSubscribe(List.of(names)));
        return answers.one();
    }

    private void ack(String nonce) {
        send(request().setResponseNonce(nonce));
    }

    private void send(DeltaDiscoveryRequest.Builder request) {
        if (answers.call == null) {
            envoy.deltaSecrets(answers);
        }
        answers.call.onNext(request.build());
    }

    private static DeltaDiscoveryRequest.Builder request() {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(TYPE);
    }

    private static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream().map(Resource::getName).toList();
    }
}
