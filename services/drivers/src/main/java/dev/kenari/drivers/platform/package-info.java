/** Drivers of the devices that sit on the bus as they are: interrupt controller, serial port, clock, ROM. */
package dev.kenari.drivers.platform;
