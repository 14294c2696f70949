package dev.deskwire.desk.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.extension.Extension;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/// Puts jars into a folder of extensions, as a developer of one does: compiled against the API.
final class JarMaker {
  private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

  private final Path folder;

  JarMaker(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /// A jar `{name}.jar` with one extension of that name, made for this API.
  ///
  /// @param members of its class, beside its name
  void extension(String name, String members) {
    extension(name + ".jar", name, members, Map.of("Deskwire-Api", "1"));
  }

  /// @param marks of the manifest
  void extension(String file, String name, String members, Map<String, String> marks) {
    var source =
        """
        import dev.deskwire.extension.*;
        import java.util.*;
        public class Made implements Extension {
          public String name() { return "%s"; }
          %s
        }
        class Helper { static void help() {} }
        """
            .formatted(name, members);
    jar(file, source, marks, Map.of(SERVICE, "Made"));
  }

  /// A jar with the classes of `source` but `Helper`, as if a library had been forgotten.
  void jar(String file, String source, Map<String, String> marks, Map<String, String> texts) {
    try {
      var classes = compiled(source);
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      marks.forEach((mark, value) -> manifest.getMainAttributes().putValue(mark, value));
      try (var out = new JarOutputStream(Files.newOutputStream(folder.resolve(file)), manifest);
          var compiled = Files.list(classes)) {
        for (var one : compiled.toList()) {
          var entry = String.valueOf(one.getFileName());
          if (entry.endsWith(".class") && !entry.equals("Helper.class")) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Files.readAllBytes(one));
          }
        }
        for (var text : texts.entrySet()) {
          out.putNextEntry(new JarEntry(text.getKey()));
          out.write(text.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Path compiled(String source) throws IOException, URISyntaxException {
    var classes = Files.createTempDirectory("extension");
    var file = Files.writeString(classes.resolve("Made.java"), source);
    var api = Path.of(Extension.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var options =
        List.of("-proc:none", "-cp", api.toString(), "-d", classes.toString(), file.toString());
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    assertThat(status).as(source).isZero();
    return classes;
  }
}
