package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableLengthTest {
    /// The examples of RFC 9000 appendix A.1, and the edges.
    @ParameterizedTest
    @CsvSource({
        "151288809941952652, c2197c5eff14e88c",
        "494878333, 9d7f3e7d",
        "15293, 7bbd",
        "37, 25",
        "0, 00",
        "63, 3f",
        "64, 4040",
        "16383, 7fff",
        "16384, 80004000",
        "1073741823, bfffffff",
        "1073741824, c000000040000000",
        "4611686018427387903, ffffffffffffffff"
    })
    void isReadAndWrittenAsTheStandardSays(long value, String hex) {
        ByteBuf bytes = Unpooled.buffer();
        VariableLength.write(bytes, value);
        assertThat(ByteBufUtil.hexDump(bytes)).isEqualTo(hex);
        assertThat(bytes.readableBytes()).isEqualTo(VariableLength.size(value));
        assertThat(VariableLength.read(bytes.duplicate())).isEqualTo(value);
        assertThat(VariableLength.read(bytes.slice(0, bytes.readableBytes() - 1)))
                .isEqualTo(-1);
    }
}
