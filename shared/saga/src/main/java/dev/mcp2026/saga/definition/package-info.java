/// A saga as its author writes it: steps in order and in parallel, what undoes each, how often each is tried. Read
/// strictly, checked completely before anything starts; a refusal names line and field.
@NullMarked
package dev.mcp2026.saga.definition;

import org.jspecify.annotations.NullMarked;
