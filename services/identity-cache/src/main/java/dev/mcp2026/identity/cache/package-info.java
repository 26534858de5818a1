/// L1: SVIDs in memory, apart by tenant, each issued once however many ask for it, renewed before its time, and served
/// while the authority is away for as long as it is valid.
@NullMarked
package dev.mcp2026.identity.cache;

import org.jspecify.annotations.NullMarked;
