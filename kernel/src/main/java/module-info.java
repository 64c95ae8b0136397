/** What must be privileged: traps, tasks, scheduling, memory, interrupts, time, IPC; and how components are connected. */
module dev.kenari.kernel {
    requires transitive dev.kenari.abi;
    requires transitive dev.kenari.machine;

    exports dev.kenari.kernel;
    exports dev.kenari.kernel.cap;
    exports dev.kenari.kernel.component;
    exports dev.kenari.kernel.crash;
    exports dev.kenari.kernel.domain;
    exports dev.kenari.kernel.fault;
    exports dev.kenari.kernel.ipc;
    exports dev.kenari.kernel.irq;
    exports dev.kenari.kernel.mm;
    exports dev.kenari.kernel.mutation;
    exports dev.kenari.kernel.module;
    exports dev.kenari.kernel.profile;
    exports dev.kenari.kernel.sched;
    exports dev.kenari.kernel.sync;
    exports dev.kenari.kernel.task;
    exports dev.kenari.kernel.time;
    exports dev.kenari.kernel.trace;
    exports dev.kenari.kernel.trap;
}
