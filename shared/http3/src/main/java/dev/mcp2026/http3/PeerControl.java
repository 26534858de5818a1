package dev.mcp2026.http3;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.incubator.codec.http3.Http3GoAwayFrame;
import io.netty.incubator.codec.http3.Http3SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongConsumer;

/// The peer's control stream, and what this end says first on its own.
final class PeerControl extends ChannelInboundHandlerAdapter {
    private final DatagramFlows datagrams;
    private final LongConsumer goAway;

    /// @param goAway is told when the peer wants no more calls, and the stream from which on it takes none
    PeerControl(DatagramFlows datagrams, LongConsumer goAway) {
        this.datagrams = datagrams;
        this.goAway = goAway;
    }

    static Http3SettingsFrame ownSettings() {
        Http3SettingsFrame settings = new DefaultHttp3SettingsFrame();
        settings.put(DatagramFlows.SETTING, 1L);
        return settings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        try {
            if (frame instanceof Http3SettingsFrame settings) {
                datagrams.told(settings.getOrDefault(DatagramFlows.SETTING, 0) == 1);
            } else if (frame instanceof Http3GoAwayFrame last) {
                goAway.accept(last.id());
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }
}
