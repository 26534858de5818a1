package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.ServiceName;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshTargetTest {
    @Test
    void readsBothForms() {
        MeshTarget one = MeshTarget.of(URI.create("mesh:///cell2/registry"));
        assertThat(one).isEqualTo(new MeshTarget(Optional.of(new CellId("cell2")), new ServiceName("registry")));
        assertThat(one).hasToString("mesh:///cell2/registry");
        assertThat(one.authority()).isEqualTo("registry.cell2");
        MeshTarget any = MeshTarget.of(URI.create("mesh:///registry"));
        assertThat(any).isEqualTo(new MeshTarget(Optional.empty(), new ServiceName("registry")));
        assertThat(any).hasToString("mesh:///registry");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh:registry",
                "mesh:///",
                "mesh:///a/b/c",
                "mesh:///a/",
                "mesh:////b",
                "mesh://host/registry",
                "dns:///registry",
                "mesh:///Cell/registry"
            })
    void refusesOthers(String text) {
        assertThatThrownBy(() -> MeshTarget.of(URI.create(text))).isInstanceOf(RuntimeException.class);
    }
}
