package dev.kenari.designs;

import java.util.List;

/**
 * The command to run. Strings hold the guest's bytes, one a char.
 *
 * @param user {@code USER[:GROUP]}, names or numbers; null is root
 */
public record Program(List<String> arguments, List<String> environment, String directory, String user) {}
