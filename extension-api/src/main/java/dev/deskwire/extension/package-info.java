/// What a jar needs to extend the desk.
///
/// An extension is a class that implements [dev.deskwire.extension.Extension], in a jar with two
/// marks: `META-INF/services/dev.deskwire.extension.Extension` names the class, and the manifest's
/// `Deskwire-Api` says for which version of this package it was made, at present
/// [dev.deskwire.extension.Extension#API_VERSION]. The desk loads it with a class loader of its
/// own, which shares this package and the JDK with the desk and nothing else: what else the
/// extension needs it carries in its jar.
///
/// It is trusted: it runs in the process of the desk, and nothing but the calls of this package
/// asks for rights. What goes wrong in it ends there: a call into it that throws, or takes longer
/// than `EXTENSION_TIMEOUT`, is given up, is told in the log and counted in `GET
/// /api/realtime/stats`.
@NullMarked
package dev.deskwire.extension;

import org.jspecify.annotations.NullMarked;
