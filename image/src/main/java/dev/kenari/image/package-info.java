/**
 * Root file systems for the guest, built by Java code on any host.
 *
 * <p>{@link dev.kenari.image.Images#open} turns an {@link dev.kenari.image.ImageReference} into a {@link
 * dev.kenari.image.RootFileSystem}: a list of {@link dev.kenari.image.Entry entries} in an order in which they can be
 * created, and for each regular file the host file and offset that hold its bytes. A Debian image is fetched from the
 * mirror that the host's apt configuration (or {@code KENARI_MIRROR}) names, checked against Debian's archive keys,
 * unpacked into one uncompressed tar with an index beside it, and found again without network.
 *
 * <p>Every failure is an {@link dev.kenari.image.ImageException}: one line, with an identifier that scripts can match.
 * Nothing here trusts an archive: paths cannot leave the image, sizes are bounded, and a half-written image never has
 * its final name.
 */
package dev.kenari.image;
