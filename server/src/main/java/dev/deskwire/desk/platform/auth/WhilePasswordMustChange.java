package dev.deskwire.desk.platform.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the few calls that somebody may make who must choose a new password first.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WhilePasswordMustChange {}
