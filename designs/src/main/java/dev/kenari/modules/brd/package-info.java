/** The module {@code brd}: RAM disks. */
package dev.kenari.modules.brd;
