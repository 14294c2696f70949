package dev.deskwire.desk.ticket;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks calls whose path names a ticket as `{id}`: one that the caller may not read is 404 before
/// the body or any header is looked at, so that nothing tells it from one that is not there.
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ReadableTicket {}
