package dev.mcp2026.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("tier", "web", "env", "prod", "app.kubernetes.io/name", "shop");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tier=web                     | true
            tier==web                    | true
            tier!=web                    | false
            owner!=me                    | true
            env in (prod, stage)         | true
            env notin (prod,stage)       | false
            owner notin (me)             | true
            tier                         | true
            !tier                        | false
            !owner                       | true
            app.kubernetes.io/name=shop  | true
            tier=web,env in (stage)      | false
            tier=web,env in (prod),!x    | true
            """)
    void matchesAsKubernetesDoes(String selector, boolean expected) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=web", "a in", "a in (b", "a=b=c", ",", "a b", "a=(b)", "-a=b", "a in (b))"})
    void whatDoesNotParseIsNamed(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("is not a label condition");
    }

    @Test
    void anyTextEitherParsesOrIsRefused() {
        Random random = new Random(42);
        String alphabet = "ab=!(),in not.-_/ \u00e4";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                LabelSelector.parse(text.toString()).matches(LABELS);
            } catch (FaultException refused) {
                assertThat(refused.fault().field()).isEqualTo("labels");
            }
        }
    }
}
