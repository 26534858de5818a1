package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which token is whose: lines of `<sha-256 in hex> <SPIFFE id>`; `#` starts a comment.
///
/// @param entries at most [#MAX_ENTRIES]
public record TokenTable(List<Entry> entries) {
    /// A development table; a lookup reads all of it.
    public static final int MAX_ENTRIES = 1000;

    private static final int DIGEST_BYTES = 32;

    public TokenTable {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw malformed("it has more than " + MAX_ENTRIES + " entries");
        }
    }

    /// @param digest SHA-256 of the token in lower-case hex
    public record Entry(String digest, SpiffeId principal) {}

    public static TokenTable empty() {
        return new TokenTable(List.of());
    }

    public static TokenTable read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                entries.add(entry(line.strip(), "line " + number));
            }
        }
        return new TokenTable(entries);
    }

    /// Takes the same time for every wrong token: each entry is compared, each in constant time.
    public Optional<SpiffeId> principalOf(BearerToken token) {
        byte[] digest = token.digest();
        Optional<SpiffeId> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(entry.digest()))) {
                found = Optional.of(entry.principal());
            }
        }
        return found;
    }

    /// With this token as the principal's only one.
    TokenTable with(BearerToken token, SpiffeId principal) {
        List<Entry> next = new ArrayList<>(entries);
        next.removeIf(entry -> entry.principal().equals(principal));
        next.add(new Entry(HexFormat.of().formatHex(token.digest()), principal));
        return new TokenTable(next);
    }

    String text() {
        return entries.stream()
                .map(entry -> entry.digest() + " " + entry.principal() + "\n")
                .collect(Collectors.joining());
    }

    private static Entry entry(String line, String where) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9a-f]{" + 2 * DIGEST_BYTES + "}")) {
            throw malformed(where + " is not '<sha-256 in hex> <SPIFFE id>'");
        }
        return new Entry(parts[0], SpiffeId.parse(parts[1]));
    }

    private static FaultException malformed(String why) {
        return new FaultException(new Fault(
                FaultKind.INVALID_ARGUMENT,
                "tokens.sha256",
                "the token table can't be used: " + why,
                "remove it and run mcpctl trust init again"));
    }
}
