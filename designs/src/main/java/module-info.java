/** Wiring only: which components there are, where each lives, and how calls reach it; and those that can be loaded as modules. */
module dev.kenari.designs {
    requires transitive dev.kenari.linux;

    exports dev.kenari.designs;
    exports dev.kenari.designs.hybrid;
    exports dev.kenari.designs.microkernel;
    exports dev.kenari.designs.monolithic;
    exports dev.kenari.modules;
}
