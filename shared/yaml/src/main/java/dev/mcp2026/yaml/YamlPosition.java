package dev.mcp2026.yaml;

/// Where a value stands.
///
/// @param file the source as the user named it
/// @param document counts from 1
/// @param path the field's path inside the document (`spec.instances[0].id`), empty at its top
public record YamlPosition(String file, int document, String path) {
    YamlPosition child(String key) {
        return new YamlPosition(file, document, path.isEmpty() ? key : path + "." + key);
    }

    YamlPosition item(int index) {
        return new YamlPosition(file, document, path + "[" + index + "]");
    }

    /// `services.yaml:14 (document 2) spec.instances[0].id`
    String at(int line) {
        return file + ":" + line + " (document " + document + ")" + (path.isEmpty() ? "" : " " + path);
    }
}
