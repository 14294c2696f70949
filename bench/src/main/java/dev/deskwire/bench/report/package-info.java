/// What was measured, and its forms: JSON, Markdown and a plot.
@NullMarked
package dev.deskwire.bench.report;

import org.jspecify.annotations.NullMarked;
