package dev.mcp2026.saga.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcp2026.kernel.error.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Text with `${…}` in it. Text that is one expression and nothing else has that expression's value, of its type.
/// `$${` stands for `${` itself.
public final class TextTemplate {
    private final String source;
    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Value(Expression expression) implements Part {}
    }

    private TextTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT where it does not compile
    public static TextTemplate compile(String source) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            if (source.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (source.startsWith("${", at)) {
                int end = end(source, at + 2);
                if (!literal.isEmpty()) {
                    parts.add(new Part.Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Part.Value(
                        Expression.compile(source.substring(at + 2, end).strip())));
                at = end + 1;
            } else {
                literal.append(source.charAt(at++));
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
        }
        return new TextTemplate(source, parts);
    }

    /// Where the expression's brace closes; braces of maps and those in strings do not count.
    private static int end(String source, int from) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
        }
        throw Faults.invalid("expression", "'${' is not closed in '" + source + "'", "close it with }, or write $${");
    }

    public String source() {
        return source;
    }

    /// Steps whose results it uses.
    public Set<String> read() {
        return expressions().stream().flatMap(each -> each.read().stream()).collect(Collectors.toSet());
    }

    /// Steps that it asks about with `has(results.STEP)`.
    public Set<String> tested() {
        return expressions().stream().flatMap(each -> each.tested().stream()).collect(Collectors.toSet());
    }

    private List<Expression> expressions() {
        List<Expression> found = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Value value) {
                found.add(value.expression());
            }
        }
        return found;
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT where an expression has no value
    public JsonNode value(Scope scope) {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Value only
                ? only.expression().evaluate(scope)
                : TextNode.valueOf(text(scope));
    }

    /// As text: a string is itself, all else is JSON.
    public String text(Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Value value -> {
                    JsonNode result = value.expression().evaluate(scope);
                    text.append(result.isTextual() ? result.textValue() : result.toString());
                }
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return source;
    }
}
