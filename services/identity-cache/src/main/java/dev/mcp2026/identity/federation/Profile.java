package dev.mcp2026.identity.federation;

/// How a bundle endpoint proves who it is (SPIFFE Federation, section 5.2).
public enum Profile {
    /// By a certificate for its host name, as web sites do.
    HTTPS_WEB,
    /// By an X.509-SVID with a SPIFFE ID that is known in advance.
    HTTPS_SPIFFE
}
