package dev.kenari.kernel.module;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A parameter of a module: on its entry class. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Parameter.List.class)
public @interface Parameter {
    String name();

    ParameterType type();

    /** What it is if nothing is given, as {@code /sys/module/NAME/parameters} shows it. */
    String value();

    String description();

    /** All of a module. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Parameter[] value();
    }
}
