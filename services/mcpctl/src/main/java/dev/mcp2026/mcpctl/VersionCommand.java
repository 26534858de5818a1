package dev.mcp2026.mcpctl;

import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "version", description = "Show the version of this mcpctl.")
public final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
    @ParentCommand
    McpctlCommand mcpctl;

    @Override
    public Integer call() {
        mcpctl.terminal().line(getVersion()[0]);
        return ExitCodes.OK;
    }

    @Override
    public String[] getVersion() {
        String version = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("development");
        boolean isNative = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        return new String[] {
            "mcpctl " + version + " ("
                    + (isNative ? "native" : "JVM " + Runtime.version().feature()) + ")"
        };
    }
}
