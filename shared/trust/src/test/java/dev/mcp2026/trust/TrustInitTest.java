package dev.mcp2026.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.TrustStep.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustInitTest {
    private static final Role REGISTRY = new Role.CellService(new CellId("cell1"), "registry");
    private static final TrustPlan PLAN =
            TrustPlan.of("example.org", List.of(new CellId("cell1"), new CellId("cell2")), List.of("registry"));

    @TempDir
    Path temporary;

    private TrustDirectory directory;
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    @BeforeEach
    void chooseDirectory() {
        directory = new TrustDirectory(temporary.resolve("run/trust"));
    }

    @Test
    void everythingIsMadeAndIsForTheOwnerOnly() throws IOException {
        assertThat(run(PLAN)).hasSize(5).extracting(TrustStep::outcome).containsOnly(Outcome.CREATED);
        try (Stream<Path> all = Files.walk(directory.root())) {
            assertThat(all.toList())
                    .hasSizeGreaterThan(12)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void runningItAgainKeepsEverything() throws IOException {
        run(PLAN);
        String token = Files.readString(directory.token());
        String leaf = Files.readString(directory.svid(REGISTRY).certificate());
        assertThat(run(PLAN)).extracting(TrustStep::outcome).containsOnly(Outcome.KEPT);
        assertThat(directory.token()).hasContent(token);
        assertThat(directory.svid(REGISTRY).certificate()).hasContent(leaf);
    }

    @Test
    void anotherCellGetsItsSvidFromTheSameAuthority() throws Exception {
        run(PLAN);
        Role third = new Role.CellService(new CellId("cell3"), "registry");
        List<TrustStep> steps = run(PLAN.with(third));
        assertThat(steps).filteredOn(step -> step.outcome() == Outcome.CREATED).hasSize(1);
        leaf(third).verify(Pem.certificates(directory.authority()).getFirst().getPublicKey());
    }

    @Test
    void whatIsNearItsEndIsRenewedWithItsKeyKept() throws Exception {
        run(PLAN);
        X509Certificate before = leaf(REGISTRY);
        String key = Files.readString(directory.svid(REGISTRY).key());
        now = now.plus(Duration.ofDays(61));
        assertThat(run(PLAN)).extracting(TrustStep::outcome).contains(Outcome.RENEWED);
        assertThat(leaf(REGISTRY).getNotAfter()).isAfter(before.getNotAfter());
        assertThat(leaf(REGISTRY).getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(directory.svid(REGISTRY).key()).hasContent(key);
    }

    @Test
    void theAuthorityIsRenewedAndEveryBundleWithIt() throws IOException {
        run(PLAN);
        now = now.plus(Duration.ofDays(300));
        assertThat(run(PLAN).getFirst().outcome()).isEqualTo(Outcome.RENEWED);
        assertThat(directory.svid(REGISTRY).bundle()).hasSameTextualContentAs(directory.authority());
    }

    @Test
    void damageIsRepaired() throws Exception {
        run(PLAN);
        TrustDirectory.SvidFiles files = directory.svid(REGISTRY);
        TrustDirectory.SvidFiles other = directory.svid(new Role.CellService(new CellId("cell2"), "registry"));
        Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(other.certificate(), "garbage");
        Files.delete(directory.authority());
        assertThat(run(PLAN)).extracting(TrustStep::outcome).contains(Outcome.CREATED, Outcome.RENEWED);
        assertThat(run(PLAN)).extracting(TrustStep::outcome).containsOnly(Outcome.KEPT);
    }

    @Test
    void aFileOpenToOthersIsClosed() throws IOException {
        run(PLAN);
        Files.setPosixFilePermissions(directory.token(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory.authorityKey(), PosixFilePermissions.fromString("rw-r--r--"));
        run(PLAN);
        assertThat(Files.getPosixFilePermissions(directory.token())).isEqualTo(SecretFile.FILE_MODE);
        assertThat(Files.getPosixFilePermissions(directory.authorityKey())).isEqualTo(SecretFile.FILE_MODE);
    }

    @Test
    void anotherTrustDomainsDirectoryIsRefused() {
        run(PLAN);
        assertThatThrownBy(() -> run(TrustPlan.of("ample.org", List.of(), List.of())))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.CONFLICT));
    }

    @Test
    void aDirectoryThatCanNotBeMadeIsSaidClearly() throws IOException {
        Files.writeString(temporary.resolve("run"), "a file");
        assertThatThrownBy(() -> run(PLAN))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault())
                                .extracting(Fault::kind, Fault::field)
                                .containsExactly(FaultKind.UNAVAILABLE, "dir"));
    }

    @Test
    void theTokenStandsForItsHolderAndServersKeepOnlyItsDigest() throws IOException {
        run(PLAN);
        BearerToken token = BearerToken.of(Files.readString(directory.token()));
        TokenTable table = TokenTable.read(directory.tokenTable());
        assertThat(table.principalOf(token)).contains(TrustPlan.DEVELOPER.in("example.org"));
        assertThat(table.principalOf(BearerToken.of(token.reveal() + "x"))).isEmpty();
        assertThat(directory.tokenTable()).content().doesNotContain(token.reveal());
        assertThat(token).asString().doesNotContain(token.reveal());
    }

    @Test
    void aNewTokenReplacesTheOld() throws IOException {
        run(PLAN);
        BearerToken old = BearerToken.of(Files.readString(directory.token()));
        Files.delete(directory.token());
        run(PLAN);
        TokenTable table = TokenTable.read(directory.tokenTable());
        assertThat(table.entries()).hasSize(1);
        assertThat(table.principalOf(old)).isEmpty();
    }

    private List<TrustStep> run(TrustPlan plan) {
        return new TrustInit(directory, InstantSource.fixed(now), new SecureRandom()).run(plan);
    }

    private X509Certificate leaf(Role role) throws Exception {
        return Pem.certificates(directory.svid(role).certificate()).getFirst();
    }
}
