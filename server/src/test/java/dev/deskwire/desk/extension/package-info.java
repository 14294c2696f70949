/// Extensions, from jars that the tests compile.
@org.jspecify.annotations.NullMarked
package dev.deskwire.desk.extension;
