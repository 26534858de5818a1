package dev.mcp2026.store.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/// Keys in the file exactly as [StringDataType] has them, which writes and reads letter by letter: that was a tenth of
/// a busy coordinator's processor time. Letters of ASCII are one byte each there, so texts of nothing else go at once.
final class KeyText extends BasicDataType<String> {
    static final KeyText INSTANCE = new KeyText();
    private static final int CONTINUED = 0x80;

    private KeyText() {}

    @Override
    public String[] createStorage(int size) {
        return new String[size];
    }

    @Override
    public int getMemory(String text) {
        return StringDataType.INSTANCE.getMemory(text);
    }

    @Override
    public int compare(String one, String other) {
        return one.compareTo(other);
    }

    @Override
    public int binarySearch(String key, Object storage, int size, int initialGuess) {
        return StringDataType.INSTANCE.binarySearch(key, storage, size, initialGuess);
    }

    @Override
    public void write(WriteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (isAscii(bytes, text)) {
            buffer.putVarInt(bytes.length).put(bytes);
        } else {
            StringDataType.INSTANCE.write(buffer, text);
        }
    }

    private static boolean isAscii(byte[] bytes, String text) {
        for (int i = 0; i < bytes.length; i++) {
            // What ISO 8859-1 has no byte for has become a question mark.
            if (bytes[i] < 0 || (bytes[i] == '?' && text.charAt(i) != '?')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer);
        int start = buffer.position();
        if (buffer.remaining() >= length) {
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            if (isPlain(bytes)) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        buffer.position(start);
        return DataUtils.readString(buffer, length);
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte each : bytes) {
            if ((each & CONTINUED) != 0) {
                return false;
            }
        }
        return true;
    }
}
