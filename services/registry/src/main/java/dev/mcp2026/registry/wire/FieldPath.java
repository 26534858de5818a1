package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Puts the path of the enclosing message before the field that a value's own check names.
public final class FieldPath {
    private FieldPath() {}

    public static <T> T at(String prefix, Supplier<T> build) {
        try {
            return build.get();
        } catch (FaultException e) {
            Fault fault = e.fault();
            if (fault.field() == null) {
                throw e;
            }
            throw new FaultException(
                    new Fault(fault.kind(), prefix + "." + fault.field(), fault.detail(), fault.action()));
        }
    }

    public static <S, T> List<T> each(String field, List<S> items, Function<S, T> build) {
        List<T> built = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            S item = items.get(i);
            built.add(at(field + "[" + i + "]", () -> build.apply(item)));
        }
        return built;
    }
}
