package dev.mcp2026.servicekit.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what is wrong in a JSON body, where, and what would be right.
final class JsonFaults {
    private static final int MAX_SHOWN_CHARS = 80;
    private static final int MAX_SHOWN_FIELDS = 30;

    private JsonFaults() {}

    static Fault of(JsonProcessingException wrong) {
        String where = where(wrong.getLocation());
        return switch (wrong) {
            case UnrecognizedPropertyException unknown ->
                invalid(
                        path(unknown.getPath()),
                        "there is no such field" + where,
                        "remove it; known here: " + known(unknown.getKnownPropertyIds()));
            case InvalidFormatException format ->
                invalid(
                        path(format.getPath()),
                        "'" + shorten(String.valueOf(format.getValue())) + "' is not a "
                                + typeName(format.getTargetType()) + where,
                        "send a value of that type");
            case MismatchedInputException mismatch ->
                invalid(
                        path(mismatch.getPath()),
                        expected(mismatch.getTargetType()) + " is expected here" + where,
                        "send what /q/openapi describes");
            // Records validate themselves: their fault is inside, and this knows the path to the record.
            case JsonMappingException mapping when fault(mapping) != null -> inside(mapping);
            case JsonMappingException mapping ->
                invalid(path(mapping.getPath()), firstLine(mapping) + where, "send what /q/openapi describes");
            default -> invalid(null, "the body is not JSON: " + firstLine(wrong) + where, "correct it there");
        };
    }

    private static Fault inside(JsonMappingException mapping) {
        Fault fault = fault(mapping);
        if (fault == null) {
            throw new IllegalStateException("called for faults only");
        }
        String outer = path(mapping.getPath());
        String inner = fault.field();
        String field;
        if (outer == null || inner == null) {
            field = outer == null ? inner : outer;
        } else {
            boolean sameField = outer.equals(inner) || outer.endsWith("." + inner);
            field = sameField ? outer : outer + "." + inner;
        }
        return new Fault(fault.kind(), field, fault.detail(), fault.action());
    }

    private static @Nullable Fault fault(Throwable thrown) {
        return thrown.getCause() instanceof FaultException known ? known.fault() : null;
    }

    /// `checks[0].port`; `null` at the root.
    private static @Nullable String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.isEmpty() ? null : shorten(path.toString());
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String known(Collection<Object> fields) {
        return fields.stream()
                .map(String::valueOf)
                .sorted()
                .limit(MAX_SHOWN_FIELDS)
                .collect(Collectors.joining(", "));
    }

    private static String typeName(@Nullable Class<?> type) {
        return type == null ? "valid value" : type.getSimpleName();
    }

    /// In JSON's own terms.
    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a number" : "a " + typeName(type);
    }

    /// Jackson adds source excerpts and reference chains in later lines; class names are no one's business.
    private static String firstLine(JsonProcessingException wrong) {
        String line = wrong.getOriginalMessage().lines().findFirst().orElse("");
        return shorten(line.replaceAll("`?(?:[a-z][\\w]*\\.)+(?:\\w+\\$)*(\\w+)`?", "$1"));
    }

    private static String shorten(String value) {
        return value.length() <= MAX_SHOWN_CHARS * 2 ? value : value.substring(0, MAX_SHOWN_CHARS * 2) + "…";
    }

    private static Fault invalid(@Nullable String field, String detail, String action) {
        return new Fault(FaultKind.INVALID_ARGUMENT, field, detail, action);
    }
}
