package dev.mcp2026.testkit.wan;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Relays UDP: one socket towards the server per client, so that answers find their way back.
final class UdpRelay {
    /// Beyond this the client that was silent for the longest time is forgotten.
    static final int MAX_CLIENTS = 1_024;

    private static final int MAX_PACKET_BYTES = 65_535;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final DatagramSocket listener;
    private final InetSocketAddress target;
    private final PacketQueue<DatagramSocket> forward;
    private final PacketQueue<SocketAddress> backward;
    private final Mailbox forwardMail = new Mailbox();
    private final Mailbox backwardMail = new Mailbox();
    private final Map<SocketAddress, DatagramSocket> clients = new LinkedHashMap<>(16, 0.75f, true);

    UdpRelay(InetSocketAddress listen, InetSocketAddress target, Link forward, Link backward, SplittableRandom random)
            throws IOException {
        this.listener = new DatagramSocket(listen);
        this.target = target;
        this.forward = new PacketQueue<>(forward, random.split());
        this.backward = new PacketQueue<>(backward, random.split());
        enlarge(listener);
    }

    void start() {
        Thread.ofVirtual().name("wan-udp-receive").start(this::receiveFromClients);
        Thread.ofVirtual().name("wan-udp-forward").start(() -> deliver(forwardMail, forward, this::sendToServer));
        Thread.ofVirtual().name("wan-udp-backward").start(() -> deliver(backwardMail, backward, this::sendToClient));
    }

    synchronized void close() {
        listener.close();
        forwardMail.close();
        backwardMail.close();
        clients.values().forEach(DatagramSocket::close);
        clients.clear();
    }

    private void receiveFromClients() {
        receive(listener, packet -> {
            DatagramSocket socket = socketOf(packet.getSocketAddress());
            byte[] payload = payload(packet);
            forwardMail.put(() -> true, () -> forward.offer(System.nanoTime(), socket, payload));
        });
    }

    private void receiveFromServer(DatagramSocket socket, SocketAddress client) {
        receive(socket, packet -> {
            byte[] payload = payload(packet);
            backwardMail.put(() -> true, () -> backward.offer(System.nanoTime(), client, payload));
        });
    }

    private synchronized DatagramSocket socketOf(SocketAddress client) throws IOException {
        DatagramSocket known = clients.get(client);
        if (known != null) {
            return known;
        }
        if (listener.isClosed()) {
            throw new IOException("the relay is closed");
        }
        // Connected, so that it takes packets from the server only.
        DatagramSocket made = new DatagramSocket();
        made.connect(target);
        enlarge(made);
        if (clients.size() >= MAX_CLIENTS) {
            var eldest = clients.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        clients.put(client, made);
        Thread.ofVirtual().name("wan-udp-answers").start(() -> receiveFromServer(made, client));
        return made;
    }

    private static <A> void deliver(Mailbox mailbox, PacketQueue<A> queue, Sender<A> sender) {
        try {
            while (true) {
                PacketQueue.Packet<A> packet = mailbox.take(() -> queue.poll(System.nanoTime()), queue::nextEvent);
                if (packet == null) {
                    return;
                }
                try {
                    sender.send(packet.to(), packet.payload());
                } catch (IOException lost) {
                    // Nobody there, or the relay is closing: to a sender of UDP both are a lost packet.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendToServer(DatagramSocket socket, byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, target));
    }

    private void sendToClient(SocketAddress client, byte[] payload) throws IOException {
        listener.send(new DatagramPacket(payload, payload.length, client));
    }

    private static void receive(DatagramSocket socket, Taker taker) {
        byte[] buffer = new byte[MAX_PACKET_BYTES];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                taker.take(packet);
            } catch (IOException closedOrRefused) {
                // Closed: the loop ends. Refused, a server that is down: it may come back.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static byte[] payload(DatagramPacket packet) {
        return Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
    }

    private static void enlarge(DatagramSocket socket) throws IOException {
        socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
    }

    @FunctionalInterface
    private interface Taker {
        void take(DatagramPacket packet) throws IOException, InterruptedException;
    }

    @FunctionalInterface
    private interface Sender<A> {
        void send(A to, byte[] payload) throws IOException;
    }
}
