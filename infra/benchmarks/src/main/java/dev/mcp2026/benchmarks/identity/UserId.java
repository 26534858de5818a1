package dev.mcp2026.benchmarks.identity;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The calling thread's effective user, which is what a Unix socket's peer sees of it: Linux keeps it for each thread,
/// and the system call itself, unlike the C library's function, changes it for the caller's alone (setresuid(2)). Only
/// root may.
final class UserId {
    private static final long SETRESUID_X86_64 = 117;
    private static final long UNCHANGED = -1;
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private UserId() {}

    static boolean isChangeable() {
        return IdentityProcess.ownUser() == 0 && System.getProperty("os.arch").equals("amd64");
    }

    /// By way of root, since only root may be whoever it wants.
    static void become(long uid) {
        change(0);
        if (uid != 0) {
            change(uid);
        }
    }

    private static void change(long uid) {
        try {
            long result = (long) SYSCALL.invokeExact(SETRESUID_X86_64, UNCHANGED, uid, UNCHANGED);
            if (result != 0) {
                throw new IllegalStateException("setresuid to " + uid + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
