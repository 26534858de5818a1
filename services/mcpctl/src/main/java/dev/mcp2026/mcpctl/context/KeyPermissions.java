package dev.mcp2026.mcpctl.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// A private key that others can read is worth a warning at every use, as in ssh.
public final class KeyPermissions {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private KeyPermissions() {}

    /// The warning to show, if there is one to show.
    public static Optional<String> warning(Path key) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(key);
            return permissions.stream().anyMatch(OTHERS::contains)
                    ? Optional.of("the key " + key + " can be read by other users; run: chmod 600 " + key)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // Missing is reported when the key is loaded; a file system without modes has nothing to check.
            return Optional.empty();
        }
    }
}
