package dev.kenari.kernel.component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface through which components talk. Parameters and results are primitives, {@code String}, arrays and lists of
 * such, enums, and records of such: values that can be written as bytes. The only checked exception is
 * {@link dev.kenari.abi.Errno}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Protocol {}
