package dev.mcp2026.servicekit.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import java.io.IOException;
import java.util.function.Function;

/// The kernel's ids as JSON strings, both ways.
final class KernelIds extends SimpleModule {
    private static final long serialVersionUID = 1L;

    KernelIds() {
        super("kernel-ids");
        add(CellId.class, CellId::new);
        add(TenantId.class, TenantId::new);
        add(ServiceName.class, ServiceName::new);
        add(InstanceId.class, InstanceId::new);
    }

    private <T> void add(Class<T> type, Function<String, T> read) {
        addDeserializer(type, new IdDeserializer<>(type, read));
        addSerializer(type, ToStringSerializer.instance);
    }

    private static final class IdDeserializer<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> read;

        IdDeserializer(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String value = parser.getValueAsString();
            if (value == null || !parser.currentToken().isScalarValue()) {
                return context.reportInputMismatch(this, "a string is needed");
            }
            try {
                return read.apply(value);
            } catch (FaultException refused) {
                throw JsonMappingException.from(parser, refused.getMessage(), refused);
            }
        }
    }
}
