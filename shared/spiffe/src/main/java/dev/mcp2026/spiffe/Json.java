package dev.mcp2026.spiffe;

import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// JSON from strangers. The parser keeps its own stack, so depth costs memory only, and refuses a name given twice:
/// two readers might otherwise each believe another one.
final class Json {
    private Json() {}

    /// @throws JoseException for anything but one object
    static Map<String, @Nullable Object> object(String text) throws JoseException {
        try {
            return JsonUtil.parseJson(text);
        } catch (RuntimeException malformed) {
            throw new JoseException("not a JSON object", malformed);
        }
    }
}
