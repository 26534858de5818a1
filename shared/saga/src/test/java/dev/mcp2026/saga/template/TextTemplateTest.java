package dev.mcp2026.saga.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.saga.StepName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private final Scope scope = new Scope(
            json("{\"id\":\"o-1\",\"n\":5,\"half\":0.5,\"list\":[1,\"b\",null],\"yes\":true,\"none\":null}"),
            Map.of(new StepName("reserve"), json("{\"seat\":\"12A\"}")),
            Map.of("id", "s1"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain                              | "plain"
            ${input.id}                        | "o-1"
            ${input.n}                         | 5
            ${input.n + 1}                     | 6
            ${input.half}                      | 0.5
            ${input.list}                      | [1,"b",null]
            ${input.none}                      | null
            ${input.yes ? 'a}' : "{b"}         | "a}"
            ${{'k': input.n}}                  | {"k":5}
            id=${input.id}&n=${input.n}        | "id=o-1&n=5"
            ${results.reserve.seat}            | "12A"
            ${has(results.other) ? 1 : 2}      | 2
            $${input.id}                       | "${input.id}"
            ${saga.id}-x                       | "s1-x"
            """)
    void hasTheValueOfItsExpressions(String text, String value) {
        assertThat(TextTemplate.compile(text).value(scope))
                .hasToString(json(value).toString());
    }

    @Test
    void whatHasNoValueIsRefused() {
        assertThatThrownBy(() -> TextTemplate.compile("${input.missing}").value(scope))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("has no value");
        assertThatThrownBy(() -> TextTemplate.compile("${1 / 0}").value(scope)).isInstanceOf(FaultException.class);
    }

    @Test
    void expressionsThatWouldRunForLongEnd() {
        String long10000 = "[1,2,3,4,5,6,7,8,9,0]";
        String nested =
                "LIST.all(a, LIST.all(b, LIST.all(c, LIST.all(d, LIST.all(e, true)))))".replace("LIST", long10000);
        assertThatThrownBy(() -> TextTemplate.compile("${" + nested + "}").value(scope))
                .isInstanceOf(FaultException.class);
    }

    @Test
    void saysWhatItReads() {
        TextTemplate template = TextTemplate.compile("${results.a.x}${has(results.b) ? results.b : 0}");
        assertThat(template.read()).containsExactlyInAnyOrder("a", "b");
        assertThat(template.tested()).containsExactly("b");
    }
}
