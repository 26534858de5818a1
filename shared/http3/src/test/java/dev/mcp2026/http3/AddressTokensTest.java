package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressTokensTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 4433);
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private long now = 5;
    private boolean load = true;
    private final AddressTokens tokens =
            new AddressTokens(Duration.ofSeconds(10), () -> load, () -> now, new SecureRandom());

    private ByteBuf token() {
        ByteBuf token = Unpooled.buffer(tokens.maxTokenLength());
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(ID), PEER)).isTrue();
        return token;
    }

    @Test
    void isWantedUnderLoadOnly() {
        load = false;
        assertThat(tokens.writeToken(Unpooled.buffer(), Unpooled.wrappedBuffer(ID), PEER))
                .isFalse();
    }

    @Test
    void carriesTheConnectionIdThatTheClientBeganWith() {
        ByteBuf token = token();
        int at = tokens.validateToken(token.slice(), PEER);
        assertThat(token.slice(at, token.readableBytes() - at)).isEqualTo(Unpooled.wrappedBuffer(ID));
    }

    @Test
    void isOverAfterItsLifetime() {
        ByteBuf token = token();
        now += Duration.ofSeconds(10).toNanos();
        assertThat(tokens.validateToken(token.slice(), PEER)).isPositive();
        now++;
        assertThat(tokens.validateToken(token.slice(), PEER)).isNegative();
    }

    @Test
    void isOfOneAddressAndPort() {
        assertThat(tokens.validateToken(token(), new InetSocketAddress("127.0.0.1", 4434)))
                .isNegative();
        assertThat(tokens.validateToken(token(), new InetSocketAddress("127.0.0.2", 4433)))
                .isNegative();
    }

    @Test
    void cannotBeChangedCutOrMadeElsewhere() {
        for (int i = 0; i < token().readableBytes(); i++) {
            ByteBuf changed = token();
            changed.setByte(i, changed.getByte(i) ^ 0x40);
            assertThat(tokens.validateToken(changed, PEER)).as("byte " + i).isNegative();
            assertThat(tokens.validateToken(token().slice(0, i), PEER))
                    .as("first " + i)
                    .isNegative();
        }
        AddressTokens others = new AddressTokens(Duration.ofSeconds(10), () -> true, () -> now, new SecureRandom());
        assertThat(others.validateToken(token(), PEER)).isNegative();
    }
}
