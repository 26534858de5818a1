package dev.mcp2026.identity.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.testkit.sim.Seeds;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupsTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String POD = "c6dab8d2-1a2b-4c3d-8e4f-0123456789ab";
    private static final String POD_ = POD.replace('-', '_');

    private static Set<String> selectors(String file) {
        return Cgroups.selectors(file).stream().map(Selector::toString).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod%s.slice/cri-containerd-%s.scope",
                "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod%s.slice/crio-%s.scope",
                "/kubepods.slice/kubepods-pod%s.slice/docker-%s.scope",
                "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod%s.slice/cri-containerd-%s.scope",
                "/kubepods.slice/kubepods-pod%s.slice/crio-%s.scope/container",
            })
    void knowsPodAndContainerOfTheSystemdDriver(String path) {
        String cgroup = path.formatted(POD_, ID);
        assertThat(selectors("0::" + cgroup + "\n"))
                .containsExactlyInAnyOrder("cgroup:" + cgroup, "k8s:pod-uid:" + POD, "container:id:" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/kubepods/burstable/pod%s/%s", "/kubepods/pod%s/%s", "/kubepods/besteffort/pod%s/%s/init"})
    void knowsPodAndContainerOfTheCgroupfsDriver(String path) {
        String cgroup = path.formatted(POD, ID);
        assertThat(selectors("0::" + cgroup + "\n"))
                .containsExactlyInAnyOrder("cgroup:" + cgroup, "k8s:pod-uid:" + POD, "container:id:" + ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docker/%s",
                "/system.slice/docker-%s.scope",
                "/machine.slice/libpod-%s.scope",
                "/default/%s",
            })
    void knowsContainers(String path) {
        String cgroup = path.formatted(ID);
        assertThat(selectors("0::" + cgroup + "\n"))
                .containsExactlyInAnyOrder("cgroup:" + cgroup, "container:id:" + ID);
    }

    /// systemd delegates a user's groups to the user, who may give them any name.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user.slice/user-1000.slice/user@1000.service/app.slice/docker-%s.scope",
                "/user.slice/user-1000.slice/user@1000.service/kubepods-pod" + POD + ".slice/cri-containerd-%s.scope",
                "/../../user.slice/user-1000.slice/user@1000.service/kubepods/pod" + POD + "/%s",
            })
    void takesNoPodAndContainerFromAUsersOwnGroups(String path) {
        String cgroup = path.formatted(ID);
        assertThat(selectors("0::" + cgroup + "\n"))
                .containsExactlyInAnyOrder("cgroup:" + cgroup, "systemd:unit:user@1000.service");
    }

    @Test
    void knowsSystemdsUnits() {
        assertThat(selectors("0::/system.slice/nginx.service\n"))
                .containsExactlyInAnyOrder("cgroup:/system.slice/nginx.service", "systemd:unit:nginx.service");
        assertThat(selectors("0::/system.slice/system-getty.slice/getty@tty1.service\n"))
                .contains("systemd:unit:getty@tty1.service");
        assertThat(selectors("0::/user.slice/user-1000.slice/session-3.scope\n"))
                .containsExactly("cgroup:/user.slice/user-1000.slice/session-3.scope");
    }

    /// A user's own manager runs units too, of whatever name the user likes: the system's unit is the outer one.
    @Test
    void takesTheOutermostUnit() {
        assertThat(selectors("0::/user.slice/user-1000.slice/user@1000.service/app.slice/nginx.service\n"))
                .contains("systemd:unit:user@1000.service")
                .doesNotContain("systemd:unit:nginx.service");
    }

    @Test
    void readsAllHierarchiesOfVersion1() {
        String file = """
                12:pids:/docker/%s
                11:net_cls,net_prio:/
                2:cpu,cpuacct:/system.slice/docker.service
                1:name=systemd:/docker/%s
                0::/system.slice/containerd.service
                """.formatted(ID, ID);
        assertThat(selectors(file))
                .containsExactlyInAnyOrder(
                        "cgroup:/docker/" + ID,
                        "container:id:" + ID,
                        "cgroup:/system.slice/docker.service",
                        "systemd:unit:docker.service",
                        "cgroup:/system.slice/containerd.service",
                        "systemd:unit:containerd.service");
    }

    @Test
    void keepsColonsOfAPath() {
        assertThat(selectors("0::/a:b:c\n")).containsExactly("cgroup:/a:b:c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "0::/\n",
                "0:/a",
                "garbage",
                "0::relative",
                "0::/../..\0",
                "::",
                "0::",
                ":::::",
                "0::\u0007/x"
            })
    void passesOverWhatIsNoCgroup(String file) {
        assertThat(selectors(file)).allMatch(selector -> selector.startsWith("cgroup:/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kubepods/pod%sx/y",
                "/notpod%s",
                "/kubepods/pod%s0",
                "/kubepods/xpod%s",
            })
    void takesNoPodFromWhatOnlyResemblesOne(String path) {
        assertThat(selectors("0::" + path.formatted(POD))).noneMatch(selector -> selector.startsWith("k8s:"));
    }

    @Test
    void takesNoContainerFromWhatOnlyResemblesOne() {
        for (String path : new String[] {ID + "0", ID.substring(1), ID.toUpperCase(java.util.Locale.ROOT), ID + ".x"}) {
            assertThat(selectors("0::/docker/" + path)).noneMatch(selector -> selector.startsWith("container:"));
        }
    }

    /// One path that can't be a selector is no reason to forget the others.
    @Test
    void passesOverAPathThatCantBeASelector() {
        assertThat(selectors("2:cpu:/" + "x".repeat(2000) + "\n1:pids:/a\u0001b\n0::/good\n"))
                .containsExactly("cgroup:/good");
    }

    static LongStream seeds() {
        return Seeds.fixed(300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesGarbage(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "0",
            ":",
            "/",
            "\n",
            "kubepods",
            "-pod",
            "/pod",
            POD,
            POD_,
            ID,
            ".slice",
            ".scope",
            ".service",
            "docker-",
            " ",
            "\0",
            "\uFFFD",
            "..",
            "x",
            "ü",
            "::/",
            "system.slice"
        };
        StringBuilder file = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            file.append(pieces[random.nextInt(pieces.length)]);
        }
        assertThat(selectors(file.toString())).allSatisfy(selector -> {
            String value = selector.substring(selector.lastIndexOf(':') + 1);
            assertThat(file).contains(selector.startsWith("k8s:") ? "pod" : value);
        });
    }
}
