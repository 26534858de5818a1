package dev.mcp2026.policy.access;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.mcp2026.kernel.error.Faults;
import java.util.Map;

/// A condition in CEL, compiled once. It reads `subject` (`id`, `role`, `tenant`), `subject_labels`, `request`
/// (`action`,
/// `resource`, `tenant`, `namespace`) and `labels`, those of the resource.
public final class Condition {
    private static final int MAX_ITERATIONS = 1_000;
    private static final int MAX_CHARS = 4_096;
    private static final int SHOWN_CHARS = 80;
    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxExpressionCodePointSize(MAX_CHARS)
            .build();
    private static final MapType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar("subject", TEXTS)
            .addVar("subject_labels", TEXTS)
            .addVar("labels", TEXTS)
            .addVar("request", TEXTS)
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings())
            .build();

    private final String source;
    private final CelRuntime.Program program;

    private Condition(String source, CelRuntime.Program program) {
        this.source = source;
        this.program = program;
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT with CEL's own message
    public static Condition compile(String source) {
        try {
            return new Condition(
                    source, RUNTIME.createProgram(COMPILER.compile(source).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw Faults.invalid(
                    "when",
                    "'" + shown(source) + "' does not compile: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "correct the CEL expression; it has to be true or false");
        }
    }

    private static String shown(String source) {
        return source.length() <= SHOWN_CHARS ? source : source.substring(0, SHOWN_CHARS) + "…";
    }

    /// What came of a condition.
    public enum Verdict {
        TRUE,
        FALSE,
        /// It read a label that is not there, or ran past its limit.
        NONE
    }

    Verdict of(AccessRequest request) {
        try {
            return Boolean.TRUE.equals(program.eval(Map.of(
                            "subject",
                            Map.of(
                                    "id", request.subject().id(),
                                    "role", request.subject().role(),
                                    "tenant", request.subject().tenant()),
                            "subject_labels",
                            request.subject().labels(),
                            "labels",
                            request.labels(),
                            "request",
                            Map.of(
                                    "action", request.action(),
                                    "resource", request.resource(),
                                    "tenant", request.tenant().value(),
                                    "namespace", request.namespace()))))
                    ? Verdict.TRUE
                    : Verdict.FALSE;
        } catch (CelEvaluationException e) {
            return Verdict.NONE;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition condition && condition.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
