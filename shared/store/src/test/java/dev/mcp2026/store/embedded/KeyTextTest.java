package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;

/// Files that were written before are read, and the other way round.
final class KeyTextTest {
    private static final int TEXTS = 5_000;

    private static String any(Random random) {
        StringBuilder text = new StringBuilder();
        boolean foreign = random.nextInt(3) == 0;
        for (int length = random.nextInt(200); length > 0; length--) {
            text.append((char) (foreign ? random.nextInt(0x1_0000) : random.nextInt(0x80)));
        }
        return text.toString();
    }

    private static ByteBuffer written(StringWriter by, String text) {
        WriteBuffer buffer = new WriteBuffer();
        by.write(buffer, text);
        ByteBuffer bytes = buffer.getBuffer();
        bytes.flip();
        return bytes;
    }

    private interface StringWriter {
        void write(WriteBuffer buffer, String text);
    }

    @Test
    void isTheSameInTheFile() {
        Random random = new Random(11);
        for (int i = 0; i < TEXTS; i++) {
            String text = i == 0 ? "" : any(random);
            ByteBuffer ours = written(KeyText.INSTANCE::write, text);
            ByteBuffer theirs = written(StringDataType.INSTANCE::write, text);
            assertThat(ours).isEqualTo(theirs);
            assertThat(KeyText.INSTANCE.read(theirs.duplicate())).isEqualTo(text);
            assertThat(StringDataType.INSTANCE.read(ours.duplicate())).isEqualTo(text);
        }
    }
}
