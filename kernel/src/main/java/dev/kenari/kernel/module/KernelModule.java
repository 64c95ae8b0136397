package dev.kenari.kernel.module;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a module's entry class: what the build writes into the {@code .ko} for modinfo(8) and depmod(8). */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KernelModule {
    /** With underscores, as lsmod(8) shows it. */
    String name();

    /** Directory and file below {@code /lib/modules/RELEASE/kernel}, such as {@code drivers/block/brd.ko}. */
    String path();

    String description();

    String author() default "The Kenari authors";

    String license() default "Apache-2.0";

    /** By which modprobe(8) finds it besides its name. */
    String[] aliases() default {};

    /** Where classes of the module are, besides the entry class's own package: those that it leads to are packed with it. */
    String[] packages() default {};

    /** Symbols: types of the module that others may use. */
    Class<?>[] exports() default {};
}
