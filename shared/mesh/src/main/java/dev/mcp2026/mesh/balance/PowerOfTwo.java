package dev.mcp2026.mesh.balance;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The power of two choices (Mitzenmacher 2001): of two at random the one where a call costs less. Unlike the best of
/// all it does not send everyone to the same one between two updates.
final class PowerOfTwo {
    private PowerOfTwo() {}

    /// @param candidates not empty
    static <T> T choose(List<T> candidates, Function<T, EndpointLoad> load, RandomGenerator random, long nowNanos) {
        int size = candidates.size();
        if (size == 1) {
            return candidates.getFirst();
        }
        int one = random.nextInt(size);
        int other = random.nextInt(size - 1);
        T first = candidates.get(one);
        T second = candidates.get(other < one ? other : other + 1);
        boolean firstWins =
                load.apply(first).cost(nowNanos) <= load.apply(second).cost(nowNanos);
        T winner = firstWins ? first : second;
        T loser = firstWins ? second : first;
        // A new one wins only its share of the times: an empty and unmeasured endpoint would win them all.
        double share = load.apply(winner).share(nowNanos) / load.apply(loser).share(nowNanos);
        return share >= 1 || random.nextDouble() < share ? winner : loser;
    }
}
