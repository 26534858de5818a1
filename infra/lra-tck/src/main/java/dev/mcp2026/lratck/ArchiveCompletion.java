package dev.mcp2026.lratck;

import org.eclipse.microprofile.lra.tck.service.spi.LRARecoveryService;
import org.jboss.arquillian.container.test.spi.client.deployment.ApplicationArchiveProcessor;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/// Puts this module's part into each archive of the TCK: Quarkus makes its application of the archive alone.
public final class ArchiveCompletion implements ApplicationArchiveProcessor {
    @Override
    public void process(Archive<?> archive, TestClass test) {
        if (archive instanceof WebArchive war) {
            war.addClasses(
                    CoordinatorRecovery.class,
                    Coordinator.class,
                    CoordinatorTls.class,
                    Settings.class,
                    BearerToken.class);
            war.addAsServiceProvider(LRARecoveryService.class, CoordinatorRecovery.class);
        }
    }
}
