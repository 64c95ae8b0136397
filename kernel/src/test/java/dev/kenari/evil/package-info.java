/** Components that try to leave their protection domain; loaded by the tests of {@code kernel.domain}. */
package dev.kenari.evil;
