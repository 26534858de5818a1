package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.attest.ProcessAttestor;
import dev.mcp2026.kernel.error.FaultException;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttestedSelectorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:uid:0",
                "unix:gid:4294967295",
                "unix:path:/usr/bin/a:b",
                "cgroup:/",
                "systemd:unit:nginx.service",
                "k8s:pod-uid:2c48913c-b29f-11e7-9350-020968147796",
                "container:id:0123456789abcdef"
            })
    void acceptsWhatAttestationCanFind(String text) {
        AttestedSelectors.check(Set.of(Selector.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uid:0",
                "foo:bar",
                "docker:label:a:b",
                "k8s:ns:default",
                "unix:user:root",
                "unix:uid:root",
                "unix:uid:-1",
                "unix:uid:01",
                "unix:uid:4294967296",
                "unix:uid:0,unix:gid:0",
                "unix:path:nginx",
                "container:id:XYZ"
            })
    void refusesWhatNoProcessCanHave(String text) {
        assertThatThrownBy(() -> AttestedSelectors.check(Set.of(Selector.parse(text))))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("no process can have '" + text + "'");
    }

    @Test
    void acceptsAllThatThisProcessHas() throws IOException {
        AttestedSelectors.check(new ProcessAttestor()
                .attest((int) ProcessHandle.current().pid())
                .selectors());
    }
}
