package dev.mcp2026.coordinator.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One transition of a token in Redis: what is read and written in it is read and written at once.
///
/// A token is two keys. The record (a hash of `resource`, `epoch`, `owner`, `result`) outlives the claim (a string that
/// Redis forgets when the lease is over, by its own clock).
enum Script {
    /// KEYS record, claim; ARGV epoch, owner, resource, lease ms, retention ms.
    CLAIM("""
            local known = redis.call('HMGET', KEYS[1], 'resource', 'epoch', 'owner', 'result')
            if known[1] and known[1] ~= ARGV[3] then return {'collision', known[1]} end
            if known[2] and tonumber(known[2]) > tonumber(ARGV[1]) then return {'fenced', known[2]} end
            if known[4] then return {'done', known[4]} end
            if not redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. ARGV[2], 'NX', 'PX', ARGV[4]) then
              if known[2] ~= ARGV[1] or known[3] ~= ARGV[2] then
                return {'held', known[3] or '', tostring(redis.call('PTTL', KEYS[2]))}
              end
              redis.call('PEXPIRE', KEYS[2], ARGV[4])
            end
            redis.call('HSET', KEYS[1], 'resource', ARGV[3], 'epoch', ARGV[1], 'owner', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[5])
            return {'claimed'}
            """),

    /// KEYS record, claim; ARGV epoch, owner, result, retention ms.
    DONE("""
            local known = redis.call('HMGET', KEYS[1], 'epoch', 'owner', 'result')
            if known[1] ~= ARGV[1] or known[2] ~= ARGV[2] then return {'lost'} end
            if not known[3] then redis.call('HSET', KEYS[1], 'result', ARGV[3]) end
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            redis.call('DEL', KEYS[2])
            return {'kept'}
            """),

    /// KEYS record, claim; ARGV epoch, owner.
    RELEASE("""
            local known = redis.call('HMGET', KEYS[1], 'epoch', 'owner', 'result')
            if known[1] ~= ARGV[1] or known[2] ~= ARGV[2] or known[3] then return {'lost'} end
            redis.call('HDEL', KEYS[1], 'owner')
            redis.call('DEL', KEYS[2])
            return {'free'}
            """);

    private final String text;
    private final String digest;

    Script(String text) {
        this.text = text;
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    /// By which Redis knows a script (`EVALSHA`).
    String digest() {
        return digest;
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
