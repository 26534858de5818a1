/// Policies as people write them: YAML or JSON, read strictly, refused with line and field.
@NullMarked
package dev.mcp2026.policy.document;

import org.jspecify.annotations.NullMarked;
