/** The module {@code rng_core}: /dev/hwrng, whoever drives the device. */
package dev.kenari.modules.random;
