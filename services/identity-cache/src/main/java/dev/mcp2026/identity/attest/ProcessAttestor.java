package dev.mcp2026.identity.attest;

import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.kernel.error.FaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/// Turns a peer's credentials into selectors:
///
/// | selector | from |
/// | --- | --- |
/// | `unix:uid:N`, `unix:gid:N` | SO_PEERCRED, taken by the kernel when the peer connected |
/// | `unix:supplementary_gid:N` | `/proc/PID/status` |
/// | `unix:path:/usr/sbin/nginx` | `/proc/PID/exe` |
/// | `cgroup:/system.slice/nginx.service` | `/proc/PID/cgroup` |
/// | `systemd:unit:…`, `k8s:pod-uid:…`, `container:id:…` | the cgroup's path, see [Cgroups] |
///
/// What `/proc` says counts only if it is of the process that connected: its owner is the peer's user, and its start
/// time is the same before and after. Otherwise only uid and gid are known.
public final class ProcessAttestor implements Attestor {
    private static final Logger LOG = Logger.getLogger(ProcessAttestor.class);
    private static final int MAX_BYTES = 64 << 10;
    /// Of the fields of /proc/PID/stat after the name: the 20th, start time in clock ticks (proc(5), field 22).
    private static final int START_TIME = 19;

    private final Path proc;

    public ProcessAttestor() {
        this(Path.of("/proc"));
    }

    ProcessAttestor(Path proc) {
        this.proc = proc;
    }

    @Override
    public Caller attest(int pid, int uid, int gid) {
        Set<Selector> selectors = new HashSet<>();
        selectors.add(new Selector("unix", "uid:" + Integer.toUnsignedString(uid)));
        selectors.add(new Selector("unix", "gid:" + Integer.toUnsignedString(gid)));
        if (pid > 0) {
            try {
                selectors.addAll(ofProcess(pid, uid));
            } catch (IOException | FaultException e) {
                // It has ended, or is of another PID namespace: what is left is what the kernel said itself.
                LOG.debugf("process not attested pid=%d reason=%s", pid, e.getMessage());
            }
        }
        return new Caller(pid, uid, gid, selectors);
    }

    /// @throws IOException when there is no such process
    public Caller attest(int pid) throws IOException {
        Status status = Status.read(proc.resolve(Integer.toString(pid)));
        return attest(pid, status.uid(), status.gid());
    }

    private Set<Selector> ofProcess(int pid, int uid) throws IOException {
        Path process = proc.resolve(Integer.toString(pid));
        String began = startTime(process);
        Set<Selector> found = new HashSet<>();
        Status status = Status.read(process);
        if (status.uid() != uid) {
            throw new IOException("process " + pid + " is of user " + status.uid() + ", the peer of " + uid);
        }
        status.groups()
                .forEach(group ->
                        found.add(new Selector("unix", "supplementary_gid:" + Integer.toUnsignedString(group))));
        found.add(new Selector("unix", "path:" + Files.readSymbolicLink(process.resolve("exe"))));
        found.addAll(Cgroups.selectors(read(process.resolve("cgroup"))));
        if (!startTime(process).equals(began)) {
            throw new IOException("process " + pid + " is another one now");
        }
        return found;
    }

    private static String startTime(Path process) throws IOException {
        String stat = read(process.resolve("stat"));
        // The name, in brackets, may hold anything.
        String[] fields =
                stat.substring(stat.lastIndexOf(')') + 1).stripLeading().split(" ", -1);
        if (fields.length <= START_TIME) {
            throw new IOException("can't read " + process);
        }
        return fields[START_TIME];
    }

    /// Whole or not at all: cut off in the middle, the last group of a list would be another one.
    static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
