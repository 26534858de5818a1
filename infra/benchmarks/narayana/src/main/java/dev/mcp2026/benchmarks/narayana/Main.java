package dev.mcp2026.benchmarks.narayana;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.undertow.Undertow;
import java.util.concurrent.CountDownLatch;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;

/// `java -jar narayana.jar PORT DIRECTORY`: on loopback, object store in DIRECTORY, each write synced to disk.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws CoreEnvironmentBeanException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].matches("\\d{1,5}")) {
            System.err.println("usage: narayana PORT DIRECTORY");
            System.exit(2);
        }
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("bench");
        for (String name : new String[] {null, "communicationStore", "stateStore"}) {
            ObjectStoreEnvironmentBean store = BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name);
            store.setObjectStoreDir(arguments[1]);
            store.setObjectStoreSync(true);
        }
        UndertowJaxrsServer server = new UndertowJaxrsServer();
        server.start(Undertow.builder().addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1"));
        server.deploy(CoordinatorApplication.class);
        System.out.println("narayana listens port=" + arguments[0]);
        new CountDownLatch(1).await();
    }
}
