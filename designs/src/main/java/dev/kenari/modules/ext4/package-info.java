/** The module {@code ext4}. */
package dev.kenari.modules.ext4;
