package dev.mcp2026.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules that keep the rooms apart.
class ArchitectureTest {
    private static final String[] FRAMEWORKS = {
        "io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..", "org.eclipse.microprofile..", "io.micrometer.."
    };
    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.mcp2026");
    }

    @Test
    void noServiceDependsOnAnother() {
        List<String> services = List.of("dev.mcp2026.registry..", "dev.mcp2026.identity..", "dev.mcp2026.mcpctl..");
        for (String service : services) {
            noClasses()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(services.stream()
                            .filter(other -> !other.equals(service))
                            .toArray(String[]::new))
                    .check(all);
        }
        noClasses()
                .that()
                .resideInAPackage("dev.mcp2026.mcpctl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mcp2026.servicekit..", "dev.mcp2026.store..")
                .check(all);
    }

    @Test
    void theKernelIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("dev.mcp2026.kernel..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.mcp2026.kernel..")
                .check(all);
    }

    @Test
    void whatDecidesImportsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mcp2026.registry.catalogue..",
                        "dev.mcp2026.registry.health..",
                        "dev.mcp2026.registry.watch..",
                        "dev.mcp2026.registry.replication",
                        "dev.mcp2026.registry.operations..",
                        "dev.mcp2026.identity.attest..",
                        "dev.mcp2026.identity.bundle..",
                        "dev.mcp2026.identity.cache..",
                        "dev.mcp2026.identity.entry..",
                        "dev.mcp2026.spiffe..",
                        "dev.mcp2026.store",
                        "dev.mcp2026.trust..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(all);
    }

    @Test
    void replicationKnowsNoNetwork() {
        noClasses()
                .that()
                .resideInAPackage("dev.mcp2026.registry.replication")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..", "dev.mcp2026.proto..")
                .check(all);
    }
}
