/** The module {@code crash_test}: a driver that fails when it is told to. */
package dev.kenari.modules.crash;
