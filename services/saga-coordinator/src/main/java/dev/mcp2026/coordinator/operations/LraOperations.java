package dev.mcp2026.coordinator.operations;

import dev.mcp2026.coordinator.lra.Errand;
import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.LraUrls;
import dev.mcp2026.coordinator.lra.drive.LraKeeper;
import dev.mcp2026.coordinator.lra.record.LraStore;
import dev.mcp2026.coordinator.lra.record.Stored;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.principal.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What clients and participants of long running actions can ask for.
public final class LraOperations {
    private static final TenantId DEFAULT = new TenantId("default");
    private static final Limit CLIENT_ID = new Limit("an LRA's client id", 1_024, "characters");
    private static final Limit DATA = new Limit("a participant's data", 8_192, "characters");
    /// Each LRA's has its parent's in it, and goes along in a header.
    private static final Limit URL = new Limit("an LRA's URL, with those around it", 2_000, "characters");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Limit LISTED = new Limit("LRAs in one answer", 10_000, "LRAs");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final Authorization authorization;
    private final LraStore store;
    private final LraKeeper keeper;
    private final Addresses addresses;
    private final InstantSource clock;
    private final RandomGenerator random;

    public LraOperations(
            Authorization authorization,
            LraStore store,
            LraKeeper keeper,
            Addresses addresses,
            InstantSource clock,
            RandomGenerator random) {
        this.authorization = authorization;
        this.store = store;
        this.keeper = keeper;
        this.addresses = addresses;
        this.clock = clock;
        this.random = random;
    }

    /// @param base the URL of the coordinator's interface, without a path
    /// @param limit after which it is cancelled; zero: never
    /// @param parent the id or URL of the one that it is to be in; empty for none
    public Lra start(String base, String clientId, Duration limit, String parent) {
        Principal principal = authorization.require(Right.LRA.action());
        TenantId tenant = principal.tenant().orElse(DEFAULT);
        CLIENT_ID.check("ClientID", clientId.length());
        Duration checked = checked(limit);
        keeper.admit(tenant);
        Instant now = clock.instant();
        LraId id = LraId.next(keeper.shard(random), now, random);
        Optional<Lra.Parent> outer = parent.isEmpty() ? Optional.empty() : Optional.of(enclosing(parent));
        Lra lra = Lra.started(
                id,
                LraUrls.of(base, id, outer.map(Lra.Parent::url).orElse("")),
                outer.isEmpty() ? tenant : store.get(outer.get().id()).lra().tenant(),
                clientId,
                outer,
                now,
                checked.isZero() ? Optional.empty() : Optional.of(now.plus(checked)));
        URL.check("ParentLRA", lra.url().length());
        keeper.seen(
                outer.isEmpty()
                        ? store.create(lra)
                        : store.create(lra, outer.get().id(), each -> LraDecider.begin(each, id)));
        return lra;
    }

    private Lra.Parent enclosing(String parent) {
        Lra outer = get(LraId.of(parent));
        return new Lra.Parent(outer.id(), outer.url());
    }

    private static Duration checked(Duration limit) {
        if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
            throw Faults.invalid(
                    "TimeLimit", limit.toMillis() + " ms is no time limit", "use 0 for none, or up to ten years");
        }
        return limit;
    }

    /// @throws FaultException NOT_FOUND, also where the caller may not see it
    public Lra get(LraId id) {
        Lra lra = store.get(id).lra();
        try {
            authorization.require(Right.LRA.action(), lra.tenant(), "lra/" + id);
        } catch (FaultException e) {
            throw e.fault().kind() == FaultKind.PERMISSION_DENIED
                    ? Faults.of(FaultKind.NOT_FOUND, "there is no LRA " + id, "take the id from its start")
                    : e;
        }
        return lra;
    }

    /// Those that the caller may see, 10,000 at most.
    public List<Lra> list(Predicate<Lra> wanted) {
        Optional<TenantId> own = authorization.require(Right.LRA.action()).tenant();
        List<Lra> found = new ArrayList<>();
        store.each(stored -> {
            Lra lra = stored.lra();
            boolean visible = own.isEmpty() || own.get().equals(lra.tenant());
            if (visible && wanted.test(lra)) {
                found.add(lra);
            }
            return found.size() < LISTED.max();
        });
        return found;
    }

    /// @param limit for how long the participant can undo its work; zero: for ever
    public LraDecider.Joined join(LraId id, Links links, String data, Duration limit) {
        Lra lra = get(id);
        checkData(data);
        Duration checked = checked(limit);
        links.all().forEach(url -> addresses.check(lra.tenant(), url));
        List<LraDecider.Joined> joined = new ArrayList<>();
        grow(id, each -> {
            LraDecider.Joined now = LraDecider.join(each, links, data, checked, clock.instant());
            joined.add(now);
            return now.lra();
        });
        return joined.getLast();
    }

    public void leave(LraId id, Predicate<LraParticipant> who) {
        get(id);
        change(id, each -> LraDecider.leave(each, who));
    }

    public void renew(LraId id, Duration limit) {
        get(id);
        Duration checked = checked(limit);
        change(id, each -> LraDecider.renew(each, checked, clock.instant()));
    }

    public void move(LraId id, int participant, Links links) {
        Lra lra = get(id);
        links.all().forEach(url -> addresses.check(lra.tenant(), url));
        grow(id, each -> LraDecider.move(each, participant, links));
    }

    /// Data that a participant is to be given back, where it is one of it.
    public void keep(LraId id, Links links, String data) {
        get(id);
        checkData(data);
        grow(id, each -> LraDecider.keep(each, links, data));
    }

    private static void checkData(String data) {
        DATA.check("data", data.length());
        if (CONTROL.matcher(data).find()) {
            throw Faults.invalid("data", "it holds control characters", "send text that fits in a header");
        }
    }

    /// Closes or cancels, and waits some time for the end.
    ///
    /// @return the status then
    public LraStatus end(LraId id, boolean cancel) {
        get(id);
        return awaited(change(id, each -> ending(each, cancel)));
    }

    /// One that has ended is gone for whoever would end it: clients expect it so, and know that it is over. Who closes
    /// what
    /// is closing waits with the others.
    private Lra ending(Lra lra, boolean cancel) {
        boolean reopened = cancel && lra.status() == LraStatus.CLOSED && !lra.isOver();
        if (reopened) {
            return LraDecider.endNested(lra, true, false, clock.instant());
        }
        if (lra.status().isFinal()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "LRA " + lra.id() + " has ended: " + lra.status().text(),
                    "only one that is active can be closed or cancelled");
        }
        boolean same = lra.status().isEnding() && lra.status().isCancel() == cancel;
        return same ? lra : LraDecider.end(lra, cancel, clock.instant());
    }

    /// As the one around it does.
    public LraStatus endNested(LraId id, boolean cancel) {
        nested(id);
        return awaited(change(id, each -> LraDecider.endNested(each, cancel, false, clock.instant())));
    }

    public void release(LraId id) {
        nested(id);
        change(id, LraDecider::release);
    }

    /// @throws FaultException NOT_FOUND where it is in no other
    public Lra nested(LraId id) {
        Lra lra = get(id);
        if (lra.parent().isEmpty()) {
            throw Faults.of(FaultKind.NOT_FOUND, "LRA " + id + " is in no other", "close or cancel it by its own URL");
        }
        return lra;
    }

    private LraStatus awaited(Lra ending) {
        if (ending.isDone()) {
            return ending.status();
        }
        try {
            return keeper.await(ending.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ending.status();
        }
    }

    private void grow(LraId id, UnaryOperator<Lra> request) {
        keeper.seen(store.grow(id, request));
    }

    private Lra change(LraId id, UnaryOperator<Lra> request) {
        Stored stored = store.change(id, request);
        keeper.seen(stored);
        return stored.lra();
    }

    /// Removes one that has failed, once somebody has looked after it.
    ///
    /// @throws FaultException PRECONDITION_FAILED where it has not failed
    public void forget(LraId id) {
        Lra lra = get(id);
        authorization.require(Right.STEER.action(), lra.tenant(), "lra/" + id);
        Stored stored = store.get(id);
        if (!stored.lra().status().isFailed()) {
            throw Faults.of(
                    FaultKind.PRECONDITION_FAILED,
                    "LRA " + id + " is " + stored.lra().status().text(),
                    "only one that has failed can be removed");
        }
        boolean needed = LraDecider.errands(stored.lra()).stream().anyMatch(Errand.Release.class::isInstance);
        if (needed || !store.remove(stored)) {
            throw Faults.of(FaultKind.UNAVAILABLE, "LRA " + id + " is not at rest yet", "try again in a moment");
        }
    }
}
