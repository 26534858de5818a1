package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.trust.TrustStep.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings a [TrustDirectory] to what a [TrustPlan] asks for. Running it again keeps what is good: the authority,
/// the token, and every SVID that has more than a third of its life left.
public final class TrustInit {
    private final TrustDirectory directory;
    private final InstantSource clock;
    private final SecureRandom random;

    public TrustInit(TrustDirectory directory, InstantSource clock, SecureRandom random) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
    }

    /// @throws FaultException CONFLICT when the directory is another trust domain's, UNAVAILABLE when it can't be
    ///     written
    public List<TrustStep> run(TrustPlan plan) {
        try {
            SecretFile.directory(directory.root());
            SecretFile.directory(directory.svids());
            // Two runs at once would each make a root, and the files of one would not fit the other's.
            try (FileChannel channel =
                            FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                SecretFile.tighten(directory.lock());
                return locked(plan, held);
            }
        } catch (IOException e) {
            throw new FaultException(
                    new Fault(
                            FaultKind.UNAVAILABLE,
                            "dir",
                            "the trust directory " + directory.root() + " can't be used: " + e,
                            "make it writable for you, or choose another"),
                    e);
        } catch (GeneralSecurityException e) {
            throw new FaultException(
                    new Fault(FaultKind.INTERNAL, null, "the trust domain could not be made: " + e.getMessage(), ""),
                    e);
        }
    }

    private List<TrustStep> locked(TrustPlan plan, FileLock held) throws IOException, GeneralSecurityException {
        if (!held.isValid()) {
            throw new IOException("the lock on " + directory.lock() + " was lost");
        }
        Instant now = clock.instant();
        List<TrustStep> steps = new ArrayList<>();
        DevelopmentAuthority authority = authority(plan.trustDomain(), now, steps);
        var issuer = new SvidIssuer(authority, plan.svidLifetime(), now);
        for (Role role : plan.identities()) {
            TrustDirectory.SvidFiles files = directory.svid(role);
            SpiffeId id = role.in(plan.trustDomain());
            steps.add(new TrustStep(issuer.ensure(id, files), id.toString(), files.certificate()));
        }
        steps.add(token(plan.tokenHolder().in(plan.trustDomain())));
        return List.copyOf(steps);
    }

    private DevelopmentAuthority authority(String trustDomain, Instant now, List<TrustStep> steps)
            throws IOException, GeneralSecurityException {
        Optional<DevelopmentAuthority> existing = existingAuthority(trustDomain);
        DevelopmentAuthority authority;
        Outcome outcome;
        if (existing.isEmpty()) {
            authority = DevelopmentAuthority.create(trustDomain, now, random);
            outcome = Outcome.CREATED;
        } else if (SvidIssuer.isNearEnd(existing.get().root(), DevelopmentAuthority.ROOT_LIFETIME, now)
                || !existing.get().canHaveIntermediates()) {
            authority = existing.get().renewed(now);
            outcome = Outcome.RENEWED;
        } else {
            authority = existing.get();
            outcome = Outcome.KEPT;
        }
        if (outcome != Outcome.KEPT) {
            SecretFile.write(directory.authorityKey(), Pem.of(authority.key()));
            SecretFile.write(directory.authority(), Pem.of(authority.bundle()));
        }
        steps.add(new TrustStep(outcome, "authority", directory.authority()));
        return authority;
    }

    private Optional<DevelopmentAuthority> existingAuthority(String trustDomain)
            throws IOException, GeneralSecurityException {
        Optional<DevelopmentAuthority> existing = DevelopmentAuthority.read(directory, random);
        if (existing.isPresent() && !existing.get().trustDomain().equals(trustDomain)) {
            throw new FaultException(new Fault(
                    FaultKind.CONFLICT,
                    "trustDomain",
                    directory.root() + " holds another trust domain than " + trustDomain,
                    "use its name, or another directory"));
        }
        return existing;
    }

    private TrustStep token(SpiffeId holder) throws IOException {
        Path file = directory.token();
        boolean exists = Files.exists(file);
        if (exists) {
            SecretFile.tighten(file);
        }
        BearerToken token = exists ? BearerToken.of(Files.readString(file)) : BearerToken.random(random);
        TokenTable table =
                Files.exists(directory.tokenTable()) ? TokenTable.read(directory.tokenTable()) : TokenTable.empty();
        if (!exists) {
            SecretFile.write(file, token.reveal() + "\n");
        }
        if (!table.principalOf(token).equals(Optional.of(holder))) {
            SecretFile.write(directory.tokenTable(), table.with(token, holder).text());
        } else {
            SecretFile.tighten(directory.tokenTable());
        }
        return new TrustStep(exists ? Outcome.KEPT : Outcome.CREATED, "token", file);
    }
}
