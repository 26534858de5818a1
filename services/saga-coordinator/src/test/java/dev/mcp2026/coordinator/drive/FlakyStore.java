package dev.mcp2026.coordinator.drive;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// A store over a bad line: calls fail before they have an effect, or their answers are lost.
final class FlakyStore {
    private final Store real;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger rangesToFail = new AtomicInteger();
    private final AtomicInteger txnsBefore = new AtomicInteger();
    private final AtomicInteger rangesBefore = new AtomicInteger();

    FlakyStore(Store real) {
        this.real = real;
    }

    /// After so many more writes the answer of one is lost: it was done.
    void loseAnAnswerAfter(int writes) {
        txnsBefore.set(writes);
        answersToLose.set(1);
    }

    /// After so many more reads of a range one fails.
    void failARangeAfter(int ranges) {
        rangesBefore.set(ranges);
        rangesToFail.set(1);
    }

    Store store() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("range") && isDue(rangesBefore, rangesToFail)) {
                        throw Faults.of(FaultKind.UNAVAILABLE, "no answer", "");
                    }
                    Object answer = called(method, arguments);
                    if (method.getName().equals("txn") && isDue(txnsBefore, answersToLose)) {
                        throw Faults.of(FaultKind.DEADLINE_EXCEEDED, "no answer", "");
                    }
                    return answer;
                });
    }

    private static boolean isDue(AtomicInteger before, AtomicInteger due) {
        return due.get() > 0 && before.getAndDecrement() <= 0 && due.getAndDecrement() > 0;
    }

    private Object called(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
