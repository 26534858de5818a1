package dev.mcp2026.spiffe;

import static dev.mcp2026.spiffe.Draft.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.spiffe.Draft.Node;
import dev.mcp2026.spiffe.Pruned.Reason;
import dev.mcp2026.testkit.sim.Seeds;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainPrunerTest {
    private static final String ID = "spiffe://example.org/web";

    private static Node root;
    private static Node top;
    private static Node middle;
    private static Node bottom;
    private static X509Certificate leaf;

    /// A nested SPIRE: three servers below a root, each with a certificate of the one above.
    @BeforeAll
    static void nest() throws Exception {
        root = Draft.signing("root", "spiffe://example.org").sign();
        top = Draft.signing("top", "spiffe://example.org").by(root).sign();
        middle = Draft.signing("middle", "spiffe://example.org").by(top).sign();
        bottom = Draft.signing("bottom", "spiffe://example.org").by(middle).sign();
        leaf = Draft.leaf(ID).by(bottom).sign().certificate();
    }

    @Test
    void aPeerWithTheRootGetsAllIntermediatesOfANestedHierarchy() throws Exception {
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top, root), anchors(root));
        assertThat(pruned.chain()).isEqualTo(chain(leaf, bottom, middle, top));
        assertThat(pruned.reason()).isEqualTo(Reason.ISSUER_IS_TRUSTED);
        assertThat(pruned.bytesSaved()).isEqualTo(root.certificate().getEncoded().length);
        assertPathIsValid(pruned.chain(), anchors(root));
    }

    @Test
    void aPeerWithAnIntermediateGetsWhatIsBelowIt() throws Exception {
        for (Node anchor : List.of(bottom, middle, top)) {
            Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top, root), anchors(anchor));
            List<X509Certificate> below = chain(leaf, bottom, middle, top)
                    .subList(0, List.of(bottom, middle, top).indexOf(anchor) + 1);
            assertThat(pruned.chain()).isEqualTo(below);
            assertPathIsValid(pruned.chain(), anchors(anchor));
        }
    }

    @Test
    void theNearestOfSeveralAnchorsIsTaken() {
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top), anchors(root, middle));
        assertThat(pruned.chain()).isEqualTo(chain(leaf, bottom));
    }

    @Test
    void aChainThatIsShortAlreadyStaysAsItIs() {
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top), anchors(root));
        assertThat(pruned).isEqualTo(new Pruned(chain(leaf, bottom, middle, top), 0, Reason.NOTHING_TO_LEAVE_OUT));
    }

    @Test
    void withoutAnAnchorNothingIsLeftOut() throws Exception {
        Node stranger = Draft.signing("stranger").sign();
        List<X509Certificate> chain = chain(leaf, bottom, middle, top, root);
        for (List<X509Certificate> anchors : List.of(List.<X509Certificate>of(), anchors(stranger))) {
            assertThat(ChainPruner.prune(chain, anchors)).isEqualTo(new Pruned(chain, 0, Reason.NOTHING_IS_TRUSTED));
        }
    }

    @Test
    void anAnchorWithTheNameAndAnotherKeyIsNone() throws Exception {
        Node impostor = Draft.signing("middle", "spiffe://example.org").sign();
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top), anchors(impostor, root));
        assertThat(pruned.chain()).isEqualTo(chain(leaf, bottom, middle, top));
    }

    @Test
    void anAnchorWithTheKeyAndAnotherNameIsNone() throws Exception {
        Node renamed = Draft.signing("renamed").keys(middle.keys()).sign();
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top), anchors(renamed, root));
        assertThat(pruned.chain()).isEqualTo(chain(leaf, bottom, middle, top));
    }

    @Test
    void anAnchorThatEndsBeforeTheLeafDoesNotCount() throws Exception {
        Node ending = Draft.signing("middle", "spiffe://example.org")
                .keys(middle.keys())
                .valid(NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(60))
                .sign();
        Pruned pruned = ChainPruner.prune(chain(leaf, bottom, middle, top), anchors(ending, root));
        assertThat(pruned.chain()).isEqualTo(chain(leaf, bottom, middle, top));
    }

    @Test
    void whatIsNoPathIsLeftAlone() {
        List<X509Certificate> chain = chain(leaf, middle, bottom, top);
        assertThat(ChainPruner.prune(chain, anchors(top))).isEqualTo(new Pruned(chain, 0, Reason.NOT_A_PATH));
    }

    @Test
    void anchorsMayBeKnownByTheirFingerprints() {
        Set<Fingerprint> known = Set.of(Fingerprint.of(top.certificate()), Fingerprint.of(new byte[32]));
        List<X509Certificate> chain = chain(leaf, bottom, middle);
        assertThat(ChainPruner.prune(chain, known, List.of()).chain()).isEqualTo(chain);
        assertThat(ChainPruner.prune(chain(leaf, bottom, middle, top), known, List.of())
                        .chain())
                .isEqualTo(chain);
        Pruned byCandidate = ChainPruner.prune(chain, known, anchors(root, top));
        assertThat(byCandidate.reason()).isEqualTo(Reason.NOTHING_TO_LEAVE_OUT);
        assertThatThrownBy(() -> Fingerprint.of(new byte[20])).isInstanceOf(FaultException.class);
    }

    static LongStream seeds() {
        return Seeds.fixed(150);
    }

    /// Any hierarchy, any bundle, any damage: the pruned chain is valid for the peer if and only if the full one is.
    @ParameterizedTest
    @MethodSource("seeds")
    void aPrunedChainIsValidWheneverTheFullOneIs(long seed) throws Exception {
        Random random = new Random(seed);
        List<Node> nodes = hierarchy(random);
        List<X509Certificate> chain =
                new ArrayList<>(nodes.stream().map(Node::certificate).toList().reversed());
        damage(chain, nodes, random);
        List<X509Certificate> anchors = randomAnchors(nodes, random);

        Pruned pruned = ChainPruner.prune(chain, anchors);

        assertThat(pruned.chain()).isEqualTo(chain.subList(0, pruned.chain().size()));
        boolean valid = canBuildPath(chain, anchors);
        assertThat(canBuildPath(pruned.chain(), anchors)).isEqualTo(valid);
        TrustBundle bundle = new TrustBundle("example.org", anchors, Map.of(), 1, Duration.ofMinutes(5));
        if (isAccepted(chain, bundle)) {
            assertThatCode(() -> X509SvidRules.validate(pruned.chain(), bundle, NOW))
                    .doesNotThrowAnyException();
        }
    }

    /// The generator makes both kinds, or the test above would say nothing.
    @Test
    void randomChainsAreValidInPartAndPrunedInPart() throws Exception {
        int valid = 0;
        int pruned = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<Node> nodes = hierarchy(random);
            List<X509Certificate> chain = new ArrayList<>(
                    nodes.stream().map(Node::certificate).toList().reversed());
            damage(chain, nodes, random);
            List<X509Certificate> anchors = randomAnchors(nodes, random);
            valid += canBuildPath(chain, anchors) ? 1 : 0;
            pruned += ChainPruner.prune(chain, anchors).bytesSaved() > 0 ? 1 : 0;
        }
        assertThat(valid).isBetween(15, 50);
        assertThat(pruned).isBetween(10, 50);
    }

    /// Root first, leaf last; some intermediates have ended.
    private static List<Node> hierarchy(Random random) throws Exception {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Draft.signing("root", "spiffe://example.org").sign());
        int intermediates = random.nextInt(5);
        for (int i = 0; i < intermediates; i++) {
            Instant end = random.nextInt(8) == 0 ? NOW.minusSeconds(1) : NOW.plus(Duration.ofDays(10));
            nodes.add(Draft.signing("level-" + i, "spiffe://example.org")
                    .by(nodes.getLast())
                    .valid(NOW.minus(Duration.ofDays(10)), end)
                    .sign());
        }
        nodes.add(Draft.leaf(ID).by(nodes.getLast()).sign());
        return nodes;
    }

    private static void damage(List<X509Certificate> chain, List<Node> nodes, Random random) throws Exception {
        if (random.nextBoolean() && chain.size() > 1) {
            chain.removeLast();
        }
        switch (random.nextInt(8)) {
            case 0 -> chain.remove(1 % chain.size() == 0 ? chain.size() - 1 : 1);
            case 1 -> chain.add(1, Draft.signing("stranger").sign().certificate());
            case 2 -> {
                if (chain.size() > 2) {
                    X509Certificate moved = chain.remove(1);
                    chain.add(moved);
                }
            }
            default -> {}
        }
        if (chain.isEmpty()) {
            chain.add(nodes.getLast().certificate());
        }
    }

    private static List<X509Certificate> randomAnchors(List<Node> nodes, Random random) throws Exception {
        List<X509Certificate> anchors = new ArrayList<>();
        for (Node node : nodes.subList(0, nodes.size() - 1)) {
            if (random.nextInt(3) == 0) {
                anchors.add(node.certificate());
            }
            if (random.nextInt(6) == 0) {
                anchors.add(sameName(node, random));
            }
        }
        return anchors;
    }

    /// An authority of the same name: with another key, or with the same and another time.
    private static X509Certificate sameName(Node node, Random random) throws Exception {
        KeyPair keys = random.nextBoolean() ? node.keys() : Draft.newKeys("secp256r1");
        Instant end = random.nextBoolean() ? NOW.minusSeconds(1) : NOW.plus(Duration.ofDays(30));
        String name = node.certificate().getSubjectX500Principal().getName();
        return Draft.signing("any")
                .subject(name)
                .keys(keys)
                .valid(NOW.minus(Duration.ofDays(30)), end)
                .sign()
                .certificate();
    }

    private static boolean isAccepted(List<X509Certificate> chain, TrustBundle bundle) {
        try {
            X509SvidRules.validate(chain, bundle, NOW);
            return true;
        } catch (FaultException refused) {
            return false;
        }
    }

    /// What a TLS stack does: it looks for a path among the certificates that it was sent.
    private static boolean canBuildPath(List<X509Certificate> chain, Collection<X509Certificate> authorities)
            throws Exception {
        if (authorities.isEmpty()) {
            return false;
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.getFirst());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted(authorities), target);
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(-1);
        parameters.setDate(Date.from(NOW));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException none) {
            return false;
        }
    }

    private static void assertPathIsValid(List<X509Certificate> chain, Collection<X509Certificate> authorities)
            throws Exception {
        PKIXParameters parameters = new PKIXParameters(trusted(authorities));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    }

    private static Set<TrustAnchor> trusted(Collection<X509Certificate> authorities) {
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        return anchors;
    }

    private static List<X509Certificate> chain(X509Certificate first, Node... above) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(first);
        chain.addAll(anchors(above));
        return chain;
    }

    private static List<X509Certificate> anchors(Node... nodes) {
        return List.of(nodes).stream().map(Node::certificate).toList();
    }
}
