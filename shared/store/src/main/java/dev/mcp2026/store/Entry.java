package dev.mcp2026.store;

/// One key and its value as of some revision.
///
/// @param created revision at which the key came into being (again, after a delete)
/// @param modified revision of its last put
/// @param version number of puts since it was created, from 1
/// @param lease the lease that removes it, or [LeaseId#NONE]
public record Entry(Key key, Value value, Revision created, Revision modified, long version, LeaseId lease) {}
