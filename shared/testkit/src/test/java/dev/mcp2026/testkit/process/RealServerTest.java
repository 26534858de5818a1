package dev.mcp2026.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServerTest {
    @Test
    void redisHangsWhenPausedDiesWhenKilledAndComesBack() {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        try (RedisServer redis = RedisServer.start()) {
            assertThat(redis.ping()).isTrue();
            redis.process().pause();
            assertThat(redis.ping()).isFalse();
            redis.process().resume();
            redis.awaitReady();
            redis.process().kill();
            assertThat(redis.ping()).isFalse();
            redis.restart();
            assertThat(redis.ping()).isTrue();
        }
    }

    @Test
    void nginxAnswersItsHealthPageAlsoAfterARestart() throws Exception {
        assumeTrue(NginxServer.available(), "nginx is not installed");
        try (NginxServer nginx = NginxServer.start();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest get = HttpRequest.newBuilder(nginx.health()).build();
            assertThat(http.send(get, BodyHandlers.ofString()).body()).isEqualTo("ok");
            nginx.process().kill();
            nginx.restart();
            assertThat(http.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void gitDaemonTakesAPushAndServesAClone(@TempDir Path folder) throws Exception {
        assumeTrue(GitDaemon.available(), "git daemon is not installed");
        try (GitDaemon git = GitDaemon.start()) {
            String url = git.repository().toString();
            run(folder, "git", "clone", "-q", url, "work");
            Path work = folder.resolve("work");
            run(work, "git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "--allow-empty", "-m", "one");
            run(work, "git", "push", "-q", "origin", "HEAD:main");
            git.process().kill();
            git.restart();
            run(folder, "git", "clone", "-q", "--branch", "main", url, "copy");
            assertThat(folder.resolve("copy/.git/HEAD")).content().contains("refs/heads/main");
        }
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
