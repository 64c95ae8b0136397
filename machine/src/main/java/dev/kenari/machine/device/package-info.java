/** Device models: registers on one side, interrupt lines and the host on the other. */
package dev.kenari.machine.device;
