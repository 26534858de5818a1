package dev.mcp2026.testkit.wan.box;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The few system calls that Java has no name for. Numbers are Linux' on x86-64 and arm64 alike.
final class Libc {
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int CLONE_NEWNET = 0x4000_0000;
    private static final int EAGAIN = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL = handle(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle PPOLL =
            handle("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle SETNS = handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SCHEDULER =
            handle("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = CAPTURE;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    /// @return a file descriptor
    static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked("open " + path, state, (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void ioctl(int descriptor, long request, MemorySegment argument) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("ioctl", state, (int) IOCTL.invokeExact(state, descriptor, request, argument));
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    /// @param state from [#state]
    /// @return bytes read; 0: there is nothing now
    static int read(MemorySegment state, int descriptor, MemorySegment buffer) throws IOException {
        try {
            return transferred("read", state, (long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize()));
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    /// @return bytes written; 0: the kernel takes nothing now
    static int write(MemorySegment state, int descriptor, MemorySegment buffer, long length) throws IOException {
        try {
            return transferred("write", state, (long) WRITE.invokeExact(state, descriptor, buffer, length));
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    /// Waits for one of the descriptors or for the time to pass; to the microsecond, not to the millisecond as poll(2).
    ///
    /// @param descriptors an array of struct pollfd
    /// @param time a struct timespec
    static void ppoll(MemorySegment state, MemorySegment descriptors, long count, MemorySegment time)
            throws IOException {
        try {
            int ignored = (int) PPOLL.invokeExact(state, descriptors, count, time, MemorySegment.NULL);
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    /// Moves the calling thread into another network namespace.
    static void enterNetwork(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("setns", state, (int) SETNS.invokeExact(state, descriptor, CLONE_NEWNET));
        } catch (Throwable failure) {
            throw asIo(failure);
        }
    }

    /// Lets the calling thread run before all ordinary ones, so that a busy machine does not delay what it times.
    ///
    /// @return false: not allowed, and nothing changed
    static boolean runFirst() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment priority = arena.allocateFrom(JAVA_INT, 1);
            int roundRobin = 2;
            return (int) SCHEDULER.invokeExact(arena.allocate(STATE), 0, roundRobin, priority) == 0;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Where calls leave their error numbers; one for each thread.
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    private static int checked(String call, MemorySegment state, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with error number " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static int transferred(String call, MemorySegment state, long result) throws IOException {
        if (result >= 0) {
            return (int) result;
        }
        int error = (int) ERRNO.get(state, 0L);
        if (error == EAGAIN) {
            return 0;
        }
        throw new IOException(call + " failed with error number " + error);
    }

    private static IOException asIo(Throwable failure) {
        return failure instanceof IOException known ? known : new IOException(failure);
    }
}
