package dev.kenari.kernel.component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Doing it twice is as good as once: a call whose component died before it replied is sent again to the component's next instance.
 * On a protocol: all of its methods.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Repeatable {
    /**
     * Name of the errno of a repeated call that means that the call before has been done, for methods without a result; empty for none.
     */
    String done() default "";
}
