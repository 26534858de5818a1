package dev.mcp2026.identity.workload;

import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.trust.Svid;

/// One identity of a workload, with the certificate and key that prove it now.
public record WorkloadSvid(Entry entry, Svid svid) {}
