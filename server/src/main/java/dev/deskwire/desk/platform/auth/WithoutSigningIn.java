package dev.deskwire.desk.platform.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the calls that anyone may make. Every other call is 401 to a stranger before its body or
/// anything else of it is read.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WithoutSigningIn {}
