/** The command and the embedding API. */
module dev.kenari.tools {
    requires dev.kenari.designs;
    requires dev.kenari.image;
    requires java.management;
    requires info.picocli;
    requires org.jline.terminal;

    exports dev.kenari.tools;
    exports dev.kenari.tools.campaign;

    provides dev.kenari.image.EmbeddedPrograms with
            dev.kenari.tools.embedded.AssembledPrograms;
    provides dev.kenari.image.GuestComputer with
            dev.kenari.tools.BuildComputer;
}
