package dev.kenari.process;

import java.util.List;

/**
 * The first program, child of process 1.
 *
 * @param arguments the first names the file: a path, or a name to be looked up in PATH
 * @param environment strings of the form NAME=VALUE
 * @param directory working directory
 * @param client its number at the file service, with descriptors 0, 1 and 2 open
 * @param onConsole whether the console is its session's controlling terminal
 */
public record Command(
        List<String> arguments,
        List<String> environment,
        String directory,
        int uid,
        int gid,
        int[] groups,
        int client,
        boolean onConsole) {}
