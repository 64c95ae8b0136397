/** Components that are riscv64 programs, as processes: how they are started, and what their descriptors do. */
package dev.kenari.process.server;
