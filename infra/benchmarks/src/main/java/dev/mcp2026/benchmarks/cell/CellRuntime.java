package dev.mcp2026.benchmarks.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a service is run with: a JVM or its native image, with the flags of `./mcp up`.
///
/// @param name for tables
public record CellRuntime(String name, List<String> command) {
    private static final String JVM_FLAGS = "-XX:+UseG1GC -XX:+UseCompactObjectHeaders -Xmx512m";
    private static final String NATIVE_HEAP = "512m";

    public CellRuntime {
        command = List.copyOf(command);
    }

    private static final String REGISTRY = "registry";

    public static CellRuntime jvm(Path root) {
        return jvm(root, REGISTRY);
    }

    private static CellRuntime jvm(Path root, String service) {
        Path jar = target(root, service).resolve("quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; build it with ./mcp bench " + service);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(environment("MCP_REGISTRY_JAVA_OPTS", JVM_FLAGS).split(" +")));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", jar.toString()));
        return new CellRuntime("JVM", command);
    }

    /// Empty unless `./mcp native registry` was run.
    public static Optional<CellRuntime> nativeImage(Path root) {
        return nativeImage(root, REGISTRY);
    }

    private static Optional<CellRuntime> nativeImage(Path root, String service) {
        try (Stream<Path> files = Files.list(target(root, service))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .map(runner -> new CellRuntime(
                            "native",
                            List.of(runner.toString(), "-Xmx" + environment("MCP_NATIVE_HEAP", NATIVE_HEAP))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What `MCP_NATIVE` asks for: 1 the native image, 0 the JVM. Without it the native image, which is what is
    /// deployed, where there is one of the current build.
    ///
    /// @throws IllegalStateException if that was not built
    public static CellRuntime chosen(Path root) {
        return chosen(root, REGISTRY);
    }

    public static CellRuntime chosen(Path root, String service) {
        return switch (environment("MCP_NATIVE", "")) {
            case "1" ->
                nativeImage(root, service)
                        .orElseThrow(() -> new IllegalStateException(
                                "MCP_NATIVE=1 and no native " + service + "; build it with ./mcp native " + service));
            case "0" -> jvm(root, service);
            default ->
                nativeImage(root, service)
                        .filter(image -> isCurrent(image, root, service))
                        .orElseGet(() -> jvm(root, service));
        };
    }

    private static boolean isCurrent(CellRuntime image, Path root, String service) {
        Path runner = Path.of(image.command().getFirst());
        return runner.toFile().lastModified()
                >= target(root, service)
                        .resolve("quarkus-app/quarkus-run.jar")
                        .toFile()
                        .lastModified();
    }

    /// The chosen one, then the others that are here.
    public static List<CellRuntime> all(Path root) {
        CellRuntime chosen = chosen(root);
        List<CellRuntime> all = new ArrayList<>(List.of(chosen));
        if (chosen.name().equals("JVM")) {
            nativeImage(root).ifPresent(all::add);
        } else {
            all.add(jvm(root));
        }
        return all;
    }

    private static Path target(Path root, String service) {
        return root.resolve("services/" + service + "/target");
    }

    private static String environment(String name, String otherwise) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElse(otherwise);
    }
}
