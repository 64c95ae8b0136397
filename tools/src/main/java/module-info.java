/** The command and the embedding API. */
module dev.kenari.tools {
    requires dev.kenari.designs;
    requires dev.kenari.image;
    requires info.picocli;
    requires org.jline.terminal;

    exports dev.kenari.tools;

    opens dev.kenari.tools to
            info.picocli;

    provides dev.kenari.image.EmbeddedPrograms with
            dev.kenari.tools.embedded.AssembledPrograms;
}
