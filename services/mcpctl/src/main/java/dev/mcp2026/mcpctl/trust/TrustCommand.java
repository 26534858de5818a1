package dev.mcp2026.mcpctl.trust;

import picocli.CommandLine.Command;

@Command(
        name = "trust",
        description = "Make and renew a development trust domain.",
        subcommands = TrustInitCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class TrustCommand {}
