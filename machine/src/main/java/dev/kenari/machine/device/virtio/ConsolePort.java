package dev.kenari.machine.device.virtio;

import dev.kenari.machine.device.HostReader;
import dev.kenari.machine.device.HostWriter;

/**
 * One byte stream of a {@link VirtioConsole}: from the host, to the host, or both ways.
 *
 * @param reader null if the host sends nothing
 * @param writer null if the host takes nothing
 */
public record ConsolePort(String name, HostReader reader, HostWriter writer) {}
