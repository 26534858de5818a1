package dev.mcp2026.examples.identity;

import io.spiffe.exception.X509SourceException;
import io.spiffe.workloadapi.X509Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// `java -jar identity.jar billing PORT` serves, `… web PORT` calls it every second, `… reports PORT` tries to, once.
/// The first two run until they are ended; `reports` ends with 1 when it is refused. 2 is wrong use.
public final class Main {
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(1);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2
                || !arguments[0].matches("billing|web|reports")
                || !arguments[1].matches("\\d{1,5}")) {
            System.err.println("usage: identity billing|web|reports PORT");
            System.exit(2);
        }
        Workload me = Workload.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        int port = Integer.parseInt(arguments[1]);
        try (X509Source source = me.source()) {
            System.out.println(me.title() + " is " + source.getX509Svid().getSpiffeId());
            switch (me) {
                case BILLING -> serve(source, port);
                case WEB -> callForever(new BillingClient(source, port));
                case REPORTS -> call(new BillingClient(source, port), 1);
            }
        } catch (IOException | X509SourceException e) {
            System.out.println(me.title() + " failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void serve(X509Source source, int port) throws Exception {
        try (BillingServer server = new BillingServer(source, port)) {
            System.out.println("billing listens port=" + server.port());
            new CountDownLatch(1).await();
        }
    }

    private static void callForever(BillingClient billing) throws Exception {
        for (int number = 1; ; number++) {
            try {
                call(billing, number);
            } catch (IOException e) {
                System.out.println("call " + number + " FAILED: " + e);
            }
            Thread.sleep(BETWEEN_CALLS);
        }
    }

    private static void call(BillingClient billing, int number) throws Exception {
        BillingClient.Answer answer = billing.call();
        Shown peer = answer.peer();
        System.out.println("call " + number + ": " + answer.me().title() + " "
                + answer.me().validity() + " met " + peer.spiffeId() + " " + peer.validity() + ": " + answer.text());
    }
}
