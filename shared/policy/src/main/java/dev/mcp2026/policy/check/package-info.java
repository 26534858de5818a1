/// What is wrong with policies that read well: rights outside of their tenant's namespaces, rules without effect. Each
/// finding has a request that shows it.
@NullMarked
package dev.mcp2026.policy.check;

import org.jspecify.annotations.NullMarked;
