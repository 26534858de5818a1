/// The trust bundles at hand: this trust domain's and those it federates with.
@NullMarked
package dev.mcp2026.identity.bundle;

import org.jspecify.annotations.NullMarked;
