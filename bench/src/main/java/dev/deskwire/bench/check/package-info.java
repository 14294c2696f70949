/// Promises that are kept or broken rather than fast or slow, shown with numbers.
@NullMarked
package dev.deskwire.bench.check;

import org.jspecify.annotations.NullMarked;
