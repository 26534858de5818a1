package dev.mcp2026.mcpctl.mesh;

/// Shows the mesh as it goes.
sealed interface MeshDisplay permits MeshScreen, MeshLog {
    void show(MeshPicture picture);
}
