package dev.deskwire.desk.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/// Where this desk keeps its volatile state: with a Redis there, so that several nodes share it.
@ApplicationScoped
class VolatileStores {
  @Produces
  @ApplicationScoped
  VolatileStore store(Redis redis, ObjectMapper json, InstantSource clock) {
    return redis.isConfigured()
        ? new RedisVolatileStore(redis, json, clock)
        : new InMemoryVolatileStore();
  }
}
