/// The edge towards HTTP: problem documents, JSON as the contract writes it, idempotent creation.
@NullMarked
package dev.deskwire.desk.platform.http;

import org.jspecify.annotations.NullMarked;
