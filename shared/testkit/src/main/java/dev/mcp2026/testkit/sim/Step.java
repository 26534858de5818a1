package dev.mcp2026.testkit.sim;

/// What happens next in a simulation. The trace prints these.
sealed interface Step {
    /// The same for the same step in another run of the same seed.
    default int kind() {
        return switch (this) {
            case Start start -> start.node().hashCode();
            case Deliver message ->
                31 * message.from().hashCode() + message.to().hashCode();
            case Expire timer -> 17 * timer.node().hashCode() + timer.incarnation();
            case Act act -> act.name().hashCode();
        };
    }

    record Start(NodeId node) implements Step {}

    record Deliver(NodeId from, NodeId to, Object message) implements Step {}

    /// @param incarnation of the node that set it; a restarted node is another one
    record Expire(NodeId node, int incarnation, Object timer) implements Step {}

    record Act(String name, Runnable action) implements Step {
        @Override
        public String toString() {
            return "Act[" + name + "]";
        }
    }
}
