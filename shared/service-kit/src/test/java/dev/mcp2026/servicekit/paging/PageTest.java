package dev.mcp2026.servicekit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    @Test
    void goesOnAfterItsLastItem() {
        Page<String> page = Page.of(List.of("a", "b", "c"), 2, Function.identity());
        assertThat(page.items()).containsExactly("a", "b");
        assertThat(Page.after(page.next(), Function.identity())).hasValue("b");
    }

    @Test
    void theLastHasNoNextAndTheFirstNoTokenBeforeIt() {
        assertThat(Page.of(List.of("a", "b"), 2, Function.identity()).next()).isEmpty();
        assertThat(Page.after("", Function.identity())).isEmpty();
    }

    @Test
    void hasASizeOfItsOwnWhereNoneIsAsked() {
        assertThat(Page.size(0)).isEqualTo(100);
        assertThat(Page.size(1000)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1001})
    void refusesOtherSizes(int size) {
        assertThatThrownBy(() -> Page.size(size)).isInstanceOf(FaultException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "YQ"})
    void refusesWhatIsNoTokenOfOurs(String token) {
        assertThatThrownBy(() -> Page.after(token, text -> {
                    throw new IllegalArgumentException("not " + text);
                }))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("this is not a page token");
    }
}
