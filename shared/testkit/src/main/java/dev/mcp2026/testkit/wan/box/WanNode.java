package dev.mcp2026.testkit.wan.box;

import dev.mcp2026.testkit.process.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One machine of a [WanBox], so far as its network goes: its files, processes and clock are this machine's.
public final class WanNode {
    static final String DEVICE = "wan0";

    private final String name;
    private final String namespace;
    private final int index;
    private final Addresses addresses;
    private volatile InetAddress address;

    WanNode(String name, String namespace, int index, Addresses addresses, InetAddress address) {
        this.name = name;
        this.namespace = namespace;
        this.index = index;
        this.addresses = addresses;
        this.address = address;
    }

    public String name() {
        return name;
    }

    /// The one by which the other nodes reach it now.
    public InetAddress address() {
        return address;
    }

    /// What `ip netns exec` takes.
    public String namespace() {
        return namespace;
    }

    /// Starts a process that has this node's network. Close it before the box.
    public ManagedProcess start(String process, Path folder, List<String> command, Map<String, String> environment) {
        return ManagedProcess.start(process, folder, Ip.inside(namespace, command), environment);
    }

    public ManagedProcess start(String process, Path folder, List<String> command) {
        return start(process, folder, command, Map.of());
    }

    /// Runs `work` on a thread of its own that has this node's network. Sockets made by that very thread keep it,
    /// whichever thread uses them later.
    public <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            int target = Libc.open(Namespaces.FOLDER.resolve(namespace).toString(), 0);
            try {
                Libc.enterNetwork(target);
            } finally {
                Libc.close(target);
            }
            return work.call();
        });
        Thread thread = Thread.ofPlatform().daemon().name("node-" + name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            thread.join();
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Gives the node another address, as a machine that changes its network: the new one comes, the old one goes,
    /// and with it all that was bound to it.
    ///
    /// @return the new one
    public InetAddress move() {
        InetAddress old = address;
        InetAddress next = addAddress();
        removeAddress(old);
        return next;
    }

    /// A second address, which becomes [#address]; the node goes on sending from the first until that is removed.
    public InetAddress addAddress() {
        InetAddress next = addresses.fresh();
        change("add", next);
        addresses.assign(next, index);
        address = next;
        return next;
    }

    public void removeAddress(InetAddress old) {
        change("del", old);
        addresses.withdraw(old);
    }

    private void change(String verb, InetAddress which) {
        try {
            Ip.run("-n", namespace, "addr", verb, which.getHostAddress() + "/32", "dev", DEVICE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int index() {
        return index;
    }

    @Override
    public String toString() {
        return name + " " + address.getHostAddress();
    }
}
