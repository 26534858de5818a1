package dev.mcp2026.identity.shared;

/// Why what was found in a shared cache is not believed.
public enum Refusal {
    /// Larger than any entry may be.
    OVERSIZE,
    /// Not an entry: cut off, changed, or of another version.
    MALFORMED,
    /// An entry of another tenant, kind or name.
    OTHER_KEY,
    /// Its time is over.
    EXPIRED,
    /// Its signer is no identity cache of this trust domain, or no longer.
    UNTRUSTED_SIGNER,
    /// Not what its signer signed.
    BAD_SIGNATURE,
    /// Signed as it should be, but not what it should hold.
    UNREADABLE
}
