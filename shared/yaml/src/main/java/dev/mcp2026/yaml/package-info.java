/// Strict, bounded reading of YAML. Every value knows the file, document, line and field it came from, so that
/// a refusal can point at it; a field nobody asked for is refused rather than ignored.
@NullMarked
package dev.mcp2026.yaml;

import org.jspecify.annotations.NullMarked;
