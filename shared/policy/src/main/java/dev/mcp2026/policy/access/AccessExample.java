package dev.mcp2026.policy.access;

/// A request, and what a policy's author expects of it by this policy alone.
///
/// @param line of the document
public record AccessExample(AccessRequest request, boolean allowed, int line) {}
