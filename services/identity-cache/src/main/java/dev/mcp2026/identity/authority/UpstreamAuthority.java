package dev.mcp2026.identity.authority;

import com.google.protobuf.ByteString;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesResponse;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.servicekit.workload.ReceivedSvid;
import dev.mcp2026.servicekit.workload.WorkloadApiClient;
import dev.mcp2026.servicekit.workload.WorkloadApiClient.Watcher;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SpiffeId;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// SPIRE, or another implementation, in front of which this cache stands: its agent attests this process and streams
/// the SVIDs that are registered for it, one for each workload that is to be served from here. What it has told is
/// used for as long as it is valid, whether it answers or not, unless it answers that it has it no more.
public final class UpstreamAuthority implements Authority {
    private static final Logger LOG = Logger.getLogger(UpstreamAuthority.class);
    /// When to look again for an SVID that should have been exchanged by now.
    private static final Duration OVERDUE = Duration.ofSeconds(10);
    private static final String SCHEME = "spiffe://";

    private final String trustDomain;
    private final UpstreamSettings settings;
    private final InstantSource clock;
    private final WorkloadApiClient client;
    private volatile Upstream known = Upstream.NOTHING;
    private volatile UpstreamStatus status;
    private volatile @Nullable Listener listener;

    public UpstreamAuthority(String trustDomain, UpstreamSettings settings, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.settings = settings;
        this.clock = clock;
        this.client = new WorkloadApiClient(settings.address(), settings.backoff());
        this.status = new UpstreamStatus(
                UpstreamStatus.Kind.SPIRE, false, clock.instant(), settings.address() + " has not answered yet");
    }

    @Override
    public void start() {
        client.watchX509Svids(new Watcher<>() {
            @Override
            public void updated(X509SVIDResponse message) {
                reached();
                received(message);
            }

            @Override
            public void failed(Status why) {
                lost(why);
            }
        });
        client.watchJwtBundles(new Watcher<>() {
            @Override
            public void updated(JWTBundlesResponse message) {
                received(message);
            }

            @Override
            public void failed(Status why) {
                LOG.debugf("no JWT bundles upstream=%s reason=%s", settings.address(), why);
            }
        });
    }

    private void reached() {
        if (!status.available()) {
            status = new UpstreamStatus(
                    UpstreamStatus.Kind.SPIRE, true, clock.instant(), "connected to " + settings.address());
            LOG.infof("upstream answers address=%s", settings.address());
        }
    }

    private void lost(Status why) {
        String detail = settings.address() + ": " + why.getCode()
                + (why.getDescription() == null ? "" : " " + why.getDescription());
        boolean before = status.available();
        status =
                new UpstreamStatus(UpstreamStatus.Kind.SPIRE, false, before ? clock.instant() : status.since(), detail);
        if (before) {
            LOG.warnf(
                    "upstream does not answer, what is valid is served address=%s reason=%s", settings.address(), why);
        }
    }

    private void received(X509SVIDResponse message) {
        List<ReceivedSvid> svids = new ArrayList<>();
        for (X509SVID one : message.getSvidsList()) {
            try {
                ReceivedSvid svid = ReceivedSvid.of(one);
                if (svid.svid().id().isMemberOf(trustDomain)) {
                    svids.add(svid);
                } else {
                    LOG.warnf(
                            "upstream's SVID is of another trust domain id=%s",
                            svid.svid().id());
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                LOG.warnf("upstream's SVID can't be used id=%s reason=%s", one.getSpiffeId(), e.getMessage());
            }
        }
        Map<String, List<X509Certificate>> federated = new HashMap<>();
        message.getFederatedBundlesMap().forEach((name, der) -> authorities(name, der, federated));
        advance(before -> before.withSvids(svids, federated, clock.instant()));
    }

    private static void authorities(String name, ByteString der, Map<String, List<X509Certificate>> into) {
        try {
            into.put(domain(name), Pem.certificates(der.toByteArray()));
        } catch (GeneralSecurityException e) {
            LOG.warnf("upstream's bundle can't be read trustDomain=%s reason=%s", name, e.getMessage());
        }
    }

    private static String domain(String name) {
        return name.startsWith(SCHEME) ? name.substring(SCHEME.length()) : name;
    }

    private void received(JWTBundlesResponse message) {
        Map<String, Map<String, PublicKey>> keys = new HashMap<>();
        message.getBundlesMap().forEach((name, document) -> {
            try {
                keys.put(
                        domain(name),
                        BundleDocument.parse(domain(name), document.toByteArray())
                                .jwtAuthorities());
            } catch (FaultException e) {
                LOG.warnf(
                        "upstream's JWT bundle can't be read trustDomain=%s reason=%s",
                        name, e.fault().detail());
            }
        });
        advance(before -> before.withJwt(keys, clock.instant()));
    }

    private void advance(UnaryOperator<Upstream> next) {
        Upstream before;
        Upstream after;
        synchronized (this) {
            before = known;
            after = next.apply(before);
            known = after;
        }
        if (after.sequence() != before.sequence()) {
            tell(Listener::bundlesChanged);
        }
        Set<SpiffeId> changed = after.changedSince(before);
        if (!changed.isEmpty()) {
            tell(heard -> heard.svidsChanged(Optional.of(changed)));
        }
    }

    private void tell(Consumer<Listener> what) {
        Listener heard = listener;
        if (heard != null) {
            what.accept(heard);
        }
    }

    @Override
    public Issued x509(Entry entry) {
        Upstream now = known;
        ReceivedSvid svid = now.svids().get(entry.id());
        if (svid == null) {
            throw now == Upstream.NOTHING || !status.available()
                    ? unavailable()
                    : Faults.of(
                            FaultKind.NOT_FOUND,
                            "the upstream has no SVID of " + entry.id() + " for this cache",
                            "register it there with the selectors of this process");
        }
        Instant moment = clock.instant();
        Instant begin = svid.svid().leaf().getNotBefore().toInstant();
        Instant end = svid.svid().leaf().getNotAfter().toInstant();
        Instant half = begin.plus(Duration.between(begin, end).dividedBy(2));
        if (!end.isAfter(moment)) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the upstream's SVID of " + entry.id() + " ended at " + end,
                    "look why it was not renewed there, and at both clocks");
        }
        Instant overdue = moment.plus(OVERDUE);
        return new Issued(svid.svid(), half.isAfter(overdue) ? half : overdue);
    }

    private FaultException unavailable() {
        return Faults.of(
                FaultKind.UNAVAILABLE, "the upstream does not answer: " + status.detail(), "is its agent running?");
    }

    @Override
    public List<X509Certificate> certify(Entry entry, PublicKey publicKey) {
        throw Faults.invalid(
                "csr",
                "this cache stands in front of SPIRE, which makes keys itself",
                "fetch an SVID at the cache's Unix socket");
    }

    @Override
    public IssuedJwt jwt(Entry entry, List<String> audience) {
        try {
            String token = client.fetchJwtSvid(
                            JWTSVIDRequest.newBuilder()
                                    .setSpiffeId(entry.id().toString())
                                    .addAllAudience(audience)
                                    .build(),
                            settings.timeout())
                    .getSvids(0)
                    .getSvid();
            Instant now = clock.instant();
            return new IssuedJwt(token, now, JwtExpiry.of(token));
        } catch (StatusRuntimeException e) {
            throw Faults.of(
                    e.getStatus().getCode() == Status.Code.PERMISSION_DENIED
                            ? FaultKind.NOT_FOUND
                            : FaultKind.UNAVAILABLE,
                    "the upstream gives no JWT-SVID of " + entry.id() + ": " + e.getStatus(),
                    "is its agent running, and the identity registered there?");
        } catch (IndexOutOfBoundsException e) {
            throw Faults.of(FaultKind.NOT_FOUND, "the upstream gave no JWT-SVID of " + entry.id(), "register it there");
        }
    }

    @Override
    public Optional<TrustBundle> bundle() {
        return known.bundle(trustDomain, settings.refreshHint());
    }

    @Override
    public Map<String, TrustBundle> federated() {
        Upstream now = known;
        Map<String, TrustBundle> others = new HashMap<>();
        for (String name : now.x509().keySet()) {
            if (!name.equals(trustDomain)) {
                now.bundle(name, settings.refreshHint()).ifPresent(bundle -> others.put(name, bundle));
            }
        }
        return others;
    }

    @Override
    public List<X509Certificate> intermediates(Predicate<TenantId> tenant) {
        return List.of();
    }

    @Override
    public void rotateIssuers(Predicate<TenantId> tenant) {
        throw Faults.invalid("issuers", "the issuers are the upstream's", "rotate them there, or leave the flag out");
    }

    @Override
    public UpstreamStatus status() {
        return status;
    }

    @Override
    public void listen(Listener heard) {
        listener = heard;
    }

    @Override
    public void close() {
        client.close();
    }
}
