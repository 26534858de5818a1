/// Who may do what: rules, and an index that decides by them. A decision reads memory only.
@NullMarked
package dev.mcp2026.policy.access;

import org.jspecify.annotations.NullMarked;
