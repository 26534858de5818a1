package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.trust.DevelopmentAuthority;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EarlyIdentitiesTest {
    private final EarlyIdentities identities = new EarlyIdentities(new Limit("peers", 2, "peers"), new SecureRandom());

    private static X509Certificate[] chain(String name) throws Exception {
        return new X509Certificate[] {
            DevelopmentAuthority.create(name, Instant.now(), new SecureRandom())
                    .bundle()
                    .getFirst()
        };
    }

    @Test
    void aWordStandsForOneChainOnly() throws Exception {
        X509Certificate[] one = chain("one.test");
        X509Certificate[] two = chain("two.test");
        String word = identities.word(one);
        assertThat(identities.word(one)).isEqualTo(word);
        assertThat(identities.word(two)).isNotEqualTo(word);
        assertThat(identities.chain(word)).containsExactly(one);
    }

    @Test
    void otherWordsStandForNobody() throws Exception {
        String word = identities.word(chain("one.test"));
        assertThat(identities.chain(null)).isNull();
        assertThat(identities.chain("")).isNull();
        assertThat(identities.chain(word + "0")).isNull();
        assertThat(identities.chain("0".repeat(word.length()))).isNull();
        identities.drop();
        assertThat(identities.chain(word)).isNull();
    }

    @Test
    void theOldestGivesWay() throws Exception {
        X509Certificate[] first = chain("one.test");
        String word = identities.word(first);
        identities.word(chain("two.test"));
        identities.word(chain("three.test"));
        assertThat(identities.chain(word)).isNull();
        assertThat(identities.word(first)).as("a new one").isNotEqualTo(word);
    }
}
