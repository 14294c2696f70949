package dev.deskwire.desk.extension;

import dev.deskwire.extension.Extension;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// A jar with an extension, and the class loader of its own.
///
/// @param version what its manifest calls `Implementation-Version`
record ExtensionJar(URLClassLoader loader, Optional<String> version) implements AutoCloseable {
  private static final String API = "Deskwire-Api";

  /// Opens a jar that fits this desk; no code of it has run then.
  ///
  /// @throws ExtensionFailure if it does not fit
  static ExtensionJar open(Path file) {
    try (var jar = new JarFile(file.toFile())) {
      var manifest = Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new);
      var attributes = manifest.getMainAttributes();
      check(attributes);
      var version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      URL[] urls = {file.toUri().toURL()};
      return new ExtensionJar(
          new URLClassLoader("extension " + file.getFileName(), urls, new ApiLoader()),
          Optional.ofNullable(version));
    } catch (IOException e) {
      // that says it all: where in the desk it was noticed is nothing to the operator
      throw new ExtensionFailure("it cannot be read as a jar: " + e.getMessage());
    }
  }

  private static void check(Attributes attributes) {
    var version = attributes.getValue(API);
    var here = "this desk has " + Extension.API_VERSION;
    if (version == null) {
      throw new ExtensionFailure(
          "its manifest has no " + API + ", the version of the API it was made for; " + here);
    }
    if (!version.strip().equals(String.valueOf(Extension.API_VERSION))) {
      throw new ExtensionFailure("it was made for version " + version + " of the API, and " + here);
    }
  }

  /// An instance of its extension. Runs its code, so in its [Compartment] alone.
  Extension instantiate() {
    var found =
        ServiceLoader.load(Extension.class, loader).stream()
            .filter(provider -> loader.equals(provider.type().getClassLoader()))
            .toList();
    return switch (found.size()) {
      case 1 -> found.getFirst().get();
      case 0 ->
          throw new ExtensionFailure(
              "it names no extension in META-INF/services/" + Extension.class.getName());
      default ->
          throw new ExtensionFailure("it names " + found.size() + " extensions; a jar has one");
    };
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
