/** Root file systems: from Debian packages, a directory or a tar; fetched, verified, unpacked and cached. */
module dev.kenari.image {
    requires java.net.http;
    requires org.bouncycastle.pg;
    requires org.bouncycastle.provider;
    requires org.tukaani.xz;

    exports dev.kenari.image;

    uses dev.kenari.image.EmbeddedPrograms;
    uses dev.kenari.image.GuestComputer;
}
