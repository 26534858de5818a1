package dev.mcp2026.identity.workload;

/// Is told what metrics should show of Envoy's SDS.
public interface SecretListener {
    /// A client could not use what it was sent (a NACK).
    void refused(Caller caller);

    /// An answer with so many secrets went out.
    void sent(Caller caller, int secrets);

    SecretListener NONE = new SecretListener() {
        @Override
        public void refused(Caller caller) {}

        @Override
        public void sent(Caller caller, int secrets) {}
    };
}
