/// Text and JSON with expressions in CEL (`${input.orderId}`), over a saga's input and its steps' results.
@NullMarked
package dev.mcp2026.saga.template;

import org.jspecify.annotations.NullMarked;
