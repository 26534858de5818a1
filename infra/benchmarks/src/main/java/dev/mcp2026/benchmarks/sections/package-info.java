/// One class for each figure that the issue asks for. A section starts what it needs, measures, stops it, and returns
/// its rows.
@NullMarked
package dev.mcp2026.benchmarks.sections;

import org.jspecify.annotations.NullMarked;
