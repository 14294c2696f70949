package dev.deskwire.desk.extension;

import dev.deskwire.extension.Extension;

/// The parent of the class loaders of extensions: knows the JDK and the API, and nothing of the
/// desk.
final class ApiLoader extends ClassLoader {
  private static final String API = Extension.class.getPackageName() + ".";

  ApiLoader() {
    super("extension API", getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(API)
        ? Extension.class.getClassLoader().loadClass(name)
        : super.loadClass(name, resolve);
  }
}
