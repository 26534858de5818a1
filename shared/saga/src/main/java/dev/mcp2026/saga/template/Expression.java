package dev.mcp2026.saga.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.mcp2026.kernel.error.Faults;
import java.util.HashSet;
import java.util.Set;

/// One CEL expression, compiled.
final class Expression {
    static final String INPUT = "input";
    static final String RESULTS = "results";
    static final String SAGA = "saga";
    private static final int MAX_ITERATIONS = 10_000;
    private static final int MAX_CHARS = 4_096;
    private static final int SHOWN_CHARS = 80;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxExpressionCodePointSize(MAX_CHARS)
            .build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar(INPUT, SimpleType.DYN)
            .addVar(RESULTS, SimpleType.DYN)
            .addVar(SAGA, SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings())
            .build();

    private final String source;
    private final CelRuntime.Program program;
    private final Set<String> read;
    private final Set<String> tested;

    private Expression(String source, CelRuntime.Program program, Set<String> read, Set<String> tested) {
        this.source = source;
        this.program = program;
        this.read = read;
        this.tested = tested;
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT with CEL's own message
    static Expression compile(String source) {
        try {
            CelAbstractSyntaxTree ast = COMPILER.compile(source).getAst();
            Set<String> read = new HashSet<>();
            Set<String> tested = new HashSet<>();
            CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(node -> note(node, read, tested));
            return new Expression(source, RUNTIME.createProgram(ast), Set.copyOf(read), Set.copyOf(tested));
        } catch (CelValidationException | CelEvaluationException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw Faults.invalid(
                    "expression",
                    "'" + shown(source) + "' does not compile: " + first,
                    "correct the CEL expression; it may use input, results.STEP and saga");
        }
    }

    private static void note(CelNavigableExpr node, Set<String> read, Set<String> tested) {
        CelExpr expr = node.expr();
        if (expr.exprKind().getKind() == ExprKind.Kind.SELECT) {
            CelExpr operand = expr.select().operand();
            if (operand.exprKind().getKind() == ExprKind.Kind.IDENT
                    && operand.ident().name().equals(RESULTS)) {
                (expr.select().testOnly() ? tested : read).add(expr.select().field());
            }
        }
    }

    private static String shown(String source) {
        return source.length() <= SHOWN_CHARS ? source : source.substring(0, SHOWN_CHARS) + "…";
    }

    /// Steps whose results it uses.
    Set<String> read() {
        return read;
    }

    /// Steps that it asks about with `has(results.STEP)`.
    Set<String> tested() {
        return tested;
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT where it has no value
    JsonNode evaluate(Scope scope) {
        try {
            return CelValues.json(program.eval(scope.variables()));
        } catch (CelEvaluationException | IllegalArgumentException e) {
            throw Faults.invalid(
                    "expression", "'" + shown(source) + "' has no value: " + e.getMessage(), "look at what it reads");
        }
    }
}
