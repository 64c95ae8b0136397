/**
 * Debian as a source of images: what apt, debootstrap and dpkg's unpacking do, for a guest that is not yet there.
 *
 * <p>{@link dev.kenari.image.debian.AptSources} finds the mirror, {@link dev.kenari.image.debian.Archive} fetches and
 * verifies its indexes, {@link dev.kenari.image.debian.Resolver} picks the packages, {@link
 * dev.kenari.image.debian.DebFile} unpacks them, and {@link dev.kenari.image.debian.Configuration} lets dpkg run their
 * scripts in the guest.
 */
package dev.kenari.image.debian;
