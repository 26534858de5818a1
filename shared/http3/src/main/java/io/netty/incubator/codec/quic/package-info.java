/// The one class that reaches into netty-quic.
@NullMarked
package io.netty.incubator.codec.quic;

import org.jspecify.annotations.NullMarked;
