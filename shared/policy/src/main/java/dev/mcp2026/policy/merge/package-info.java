/// Policies of several cells as one: a state-based CRDT. Each policy is a register that keeps concurrent versions side
/// by side, with dotted version vectors (Almeida et al., *Scalable and Accurate Causality Tracking*, 2014); what
/// follows
/// from several is the least of them.
@NullMarked
package dev.mcp2026.policy.merge;

import org.jspecify.annotations.NullMarked;
