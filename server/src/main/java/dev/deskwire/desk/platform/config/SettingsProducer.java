package dev.deskwire.desk.platform.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes [Settings] injectable. They are read from MicroProfile Config, in which environment
/// variables are one source, so that a test can set one of its own.
@ApplicationScoped
public class SettingsProducer {

  @Produces
  @Singleton
  Settings settings(Config config) {
    // Raw: a password may hold what Config would take for an expression.
    return Settings.from(name -> config.getConfigValue(name).getRawValue());
  }

  @Produces
  @Singleton
  ExtensionSettings extensionSettings(Config config) {
    return new ExtensionSettings(name -> config.getConfigValue(name).getRawValue());
  }
}
