/// The participant's side of sagas: a barrier around the work of a step, in the work's own transaction. Repeats answer
/// the first result, a compensation without its action is recorded and does nothing, and a forward step that arrives
/// after its compensation is refused. Start reading at [dev.mcp2026.saga.participant.Barrier].
@NullMarked
package dev.mcp2026.saga.participant;

import org.jspecify.annotations.NullMarked;
