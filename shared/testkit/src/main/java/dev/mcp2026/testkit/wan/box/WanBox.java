package dev.mcp2026.testkit.wan.box;

import dev.mcp2026.testkit.process.Programs;
import dev.mcp2026.testkit.wan.Link;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.LinkStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Nodes with a network each, and links between all of them whose delay, jitter, loss and bandwidth can be changed and
/// which can be cut while traffic flows. Links are directed: what is said of `from, to` leaves the way back as it is.
/// A bandwidth counts the bytes of IP packets.
///
/// Processes are put on a node with [WanNode#start]. The box goes with [#close] or, after a crash, when the next one
/// is opened.
public final class WanBox implements AutoCloseable {
    private static final int NODES_MAX = 32;
    /// Packets that a device holds for a carrier that is late; one that is paused for 100 ms loses none.
    private static final String DEVICE_QUEUE = "10000";

    private static final String NODE_NAME = "[a-z][a-z0-9]{0,15}";
    private static final String PROBE = "probe";
    private static final AtomicLong BOXES = new AtomicLong();

    private final Map<String, WanNode> nodes = new LinkedHashMap<>();
    private final List<Tun> devices = new ArrayList<>();
    private final Addresses addresses = new Addresses();
    private final List<List<Link>> links;
    private final Thread lastResort = new Thread(this::removeNamespaces);
    private final Carrier carrier;
    private final Thread thread;

    private WanBox(List<String> names, long seed) throws IOException {
        links = names.stream()
                .map(from ->
                        names.stream().map(to -> new Link(LinkShape.PERFECT)).toList())
                .toList();
        long box = BOXES.incrementAndGet();
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            Namespaces.sweep();
            for (int i = 0; i < names.size(); i++) {
                add(names.get(i), i, box);
            }
        } catch (IOException failure) {
            discard();
            throw failure;
        }
        carrier = new Carrier(devices, addresses, links, seed);
        thread = Thread.ofPlatform().daemon().name("wan-box-" + box).start(carrier);
    }

    /// Why there can be no box here; empty: there can. Tries it.
    public static Optional<String> unavailable() {
        return Availability.WHY_NOT;
    }

    /// Nodes that reach each other without delay.
    ///
    /// @throws UncheckedIOException if the kernel refuses; see [#unavailable]
    public static WanBox open(String... names) {
        return open(1, names);
    }

    /// @param seed of loss and jitter
    public static WanBox open(long seed, String... names) {
        List<String> wanted = List.of(names);
        if (wanted.isEmpty() || wanted.size() > NODES_MAX || !wanted.stream().allMatch(n -> n.matches(NODE_NAME))) {
            throw new IllegalArgumentException("1 to " + NODES_MAX + " names like " + NODE_NAME + ", not " + wanted);
        }
        try {
            return new WanBox(wanted, seed);
        } catch (IOException e) {
            throw new UncheckedIOException("no WAN box: " + e.getMessage(), e);
        }
    }

    private void add(String name, int index, long box) throws IOException {
        String namespace = Namespaces.name(box, name);
        Ip.run("netns", "add", namespace);
        InetAddress address = addresses.fresh();
        nodes.put(name, new WanNode(name, namespace, index, addresses, address));
        String device = "w" + ProcessHandle.current().pid() + "x" + box + "x" + index;
        devices.add(Tun.create(device));
        Ip.run("link", "set", device, "netns", namespace);
        Ip.run("-n", namespace, "link", "set", device, "name", WanNode.DEVICE, "txqueuelen", DEVICE_QUEUE);
        Ip.run("-n", namespace, "link", "set", "lo", "up");
        Ip.run("-n", namespace, "link", "set", WanNode.DEVICE, "up");
        Ip.run("-n", namespace, "addr", "add", address.getHostAddress() + "/32", "dev", WanNode.DEVICE);
        Ip.run("-n", namespace, "route", "add", Addresses.NETWORK, "dev", WanNode.DEVICE);
        addresses.assign(address, index);
    }

    public WanNode node(String name) {
        WanNode found = nodes.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no node '" + name + "', there are " + nodes.keySet());
        }
        return found;
    }

    /// Of every way.
    public void shape(LinkShape shape) {
        links.forEach(from -> from.forEach(link -> link.shape(shape)));
    }

    public void shape(String from, String to, LinkShape shape) {
        link(from, to).shape(shape);
    }

    /// Loses all that is sent this way from now on; what is under way arrives.
    public void cut(String from, String to) {
        link(from, to).up(false);
    }

    public void heal(String from, String to) {
        link(from, to).up(true);
    }

    /// Both ways.
    public void cutBetween(String one, String other) {
        cut(one, other);
        cut(other, one);
    }

    /// Both ways.
    public void healBetween(String one, String other) {
        heal(one, other);
        heal(other, one);
    }

    /// Both ways.
    public void shapeBetween(String one, String other, LinkShape shape) {
        shape(one, other, shape);
        shape(other, one, shape);
    }

    /// IP packets and their bytes, headers included.
    public LinkStats stats(String from, String to) {
        return link(from, to).stats();
    }

    private Link link(String from, String to) {
        return links.get(node(from).index()).get(node(to).index());
    }

    @Override
    public void close() {
        carrier.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        discard();
    }

    private void discard() {
        devices.forEach(Tun::close);
        devices.clear();
        removeNamespaces();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already.
        }
    }

    private void removeNamespaces() {
        for (WanNode node : nodes.values()) {
            try {
                Namespaces.delete(node.namespace());
            } catch (IOException e) {
                System.getLogger(WanBox.class.getName())
                        .log(System.Logger.Level.WARNING, "namespace not removed name=" + node.namespace(), e);
            }
        }
        nodes.clear();
    }

    /// Asked once for each process.
    private static final class Availability {
        static final Optional<String> WHY_NOT = whyNot();

        private static Optional<String> whyNot() {
            if (!System.getProperty("os.name").equals("Linux")) {
                return Optional.of("network namespaces are Linux'");
            }
            if (Programs.find("ip").isEmpty()) {
                return Optional.of("the program ip is not installed (package iproute2)");
            }
            if (!Files.isWritable(Path.of("/dev/net/tun"))) {
                return Optional.of("/dev/net/tun is not there or not writable: root is needed, and a kernel with TUN");
            }
            try (WanBox box = open(PROBE)) {
                return box.node(PROBE).call(Optional::empty);
            } catch (Exception refused) {
                return Optional.of(String.valueOf(refused.getMessage()));
            }
        }
    }
}
