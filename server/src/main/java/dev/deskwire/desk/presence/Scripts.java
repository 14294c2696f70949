package dev.deskwire.desk.presence;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/// What Redis does in one step. Arguments are texts; each script answers with a list of texts.
enum Scripts {
  /// `nodes`; node, silence: when this node was heard last is now. Answers `known` or `new`, and
  /// those who have been silent for too long. The time is Redis's, so that clocks of nodes do not
  /// matter.
  BEAT(
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local added = redis.call('ZADD', KEYS[1], now, ARGV[1])
      local answer = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
      table.insert(answer, 1, added == 1 and 'new' or 'known')
      return answer
      """),

  /// hash, keys of the node; field, value, `area key`, lifetime, channel, message: puts a value and
  /// tells the others.
  PUT(
      """
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[4])
      redis.call('SADD', KEYS[2], ARGV[3])
      redis.call('PEXPIRE', KEYS[2], ARGV[4])
      redis.call('PUBLISH', ARGV[5], ARGV[6])
      return {}
      """),

  /// hash, keys of the node; node, `area key`, lifetime, channel, message, then fields and values
  /// by turns: makes these all that the node has there; without any, takes out what it had.
  REPLACE(
      """
      local entries = redis.call('HGETALL', KEYS[1])
      for i = 1, #entries, 2 do
        if cjson.decode(entries[i + 1]).node == ARGV[1] then
          redis.call('HDEL', KEYS[1], entries[i])
        end
      end
      for i = 6, #ARGV, 2 do
        redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
      end
      if #ARGV > 5 then
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('SADD', KEYS[2], ARGV[2])
        redis.call('PEXPIRE', KEYS[2], ARGV[3])
      else
        redis.call('SREM', KEYS[2], ARGV[2])
      end
      redis.call('PUBLISH', ARGV[4], ARGV[5])
      return {}
      """),

  /// hash; field, value that is there, new value, channel, message: changes what nobody else has
  /// changed meanwhile. Answers `done`, or nothing.
  EXCHANGE(
      """
      if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {} end
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
      redis.call('PUBLISH', ARGV[4], ARGV[5])
      return {'done'}
      """),

  /// hash; field, channel, message: takes a value out, whoever put it.
  REMOVE(
      """
      if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
      return {}
      """),

  /// hash; channel, message, then fields and values by turns: takes out what has not been changed
  /// meanwhile.
  END(
      """
      local ended = 0
      for i = 3, #ARGV, 2 do
        if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
          ended = ended + redis.call('HDEL', KEYS[1], ARGV[i])
        end
      end
      if ended > 0 then redis.call('PUBLISH', ARGV[1], ARGV[2]) end
      return {}
      """),

  /// hash, keys of the node; lifetime: keeps both for as long.
  RENEW(
      """
      redis.call('PEXPIRE', KEYS[1], ARGV[1])
      redis.call('PEXPIRE', KEYS[2], ARGV[1])
      return {}
      """);

  private final String script;

  Scripts(String script) {
    this.script = script;
  }

  List<String> run(RedisCommands<String, String> redis, List<String> keys, String... arguments) {
    return redis.eval(script, ScriptOutputType.MULTI, keys.toArray(String[]::new), arguments);
  }
}
