package dev.mcp2026.testkit.wan;

/// What one direction carried so far.
///
/// @param packets TCP segments and UDP packets sent, without retransmissions
/// @param bytes their payload
/// @param lost transmissions that were lost, by chance or by a cut; of TCP also retransmissions
public record LinkStats(long packets, long bytes, long lost) {}
