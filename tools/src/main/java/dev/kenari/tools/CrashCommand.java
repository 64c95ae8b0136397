package dev.kenari.tools;

import dev.kenari.kernel.crash.CrashReport;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** {@code kenari crash}: what a crash dump holds. */
final class CrashCommand extends Command {
    /** Flags of the same names choose. */
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put(CrashReport.STATE, "Reason, component, registers, harts.");
        SECTIONS.put(CrashReport.EVENTS, "The last traps and system calls of each hart.");
        SECTIONS.put(CrashReport.MESSAGES, "The last messages between components.");
        SECTIONS.put(CrashReport.STACK, "The kernel's stack.");
        SECTIONS.put(CrashReport.PROGRAM, "The stack of the program that was served.");
        SECTIONS.put(CrashReport.TASKS, "All tasks, and where those that sleep do.");
        SECTIONS.put(CrashReport.MEMORY, "How memory was used.");
        SECTIONS.put(CrashReport.LOG, "The kernel's log.");
    }

    private static final int MOST_BYTES = 1 << 20;
    private static final int COLUMNS = 16;

    CrashCommand() {
        super("crash", "crash [FLAG]... FILE", "Shows a crash dump that 'run --crash-dir' wrote: all of it, or the parts that are named.");
        SECTIONS.forEach((section, description) -> add(flag(description, "--" + section)));
        add(value("ADDRESS[,BYTES]", "Guest memory from a physical address, 64 bytes unless told.", "--read"));
        addOperands();
    }

    @Override
    int execute(ParseResult given) {
        List<String> operands = operands(given);
        if (operands.size() != 1) {
            throw usage("crash needs one FILE");
        }
        Path file = Path.of(operands.getFirst());
        String range = given.matchedOptionValue("--read", null);
        if (range != null) {
            read(file, range);
            return 0;
        }
        boolean all = SECTIONS.keySet().stream().noneMatch(s -> given.hasMatchedOption("--" + s));
        StringBuilder text = new StringBuilder();
        CrashFile.read(file).sections().forEach((title, lines) -> {
            if (all ? !lines.isEmpty() : SECTIONS.containsKey(title) && given.hasMatchedOption("--" + title)) {
                text.append(all ? (text.isEmpty() ? "" : "\n") + "== " + CrashFile.printable(title) + "\n" : "");
                lines.forEach(line -> text.append(CrashFile.printable(line)).append('\n'));
            }
        });
        System.out.print(text);
        return 0;
    }

    private void read(Path file, String range) {
        String[] parts = range.split(",", 2);
        long address;
        int length;
        try {
            address = Long.decode(parts[0]);
            length = parts.length == 1 ? 64 : Integer.decode(parts[1]);
        } catch (NumberFormatException e) {
            throw usage("--read " + range + " is no ADDRESS[,BYTES]");
        }
        if (address < 0 || length < 0 || length > MOST_BYTES) {
            throw usage("--read " + range + ": at most " + MOST_BYTES + " bytes from an address");
        }
        byte[] bytes = CrashFile.memory(file, address, length);
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int at = 0; at < length; at += COLUMNS) {
            int end = Math.min(length, at + COLUMNS);
            StringBuilder characters = new StringBuilder();
            for (int i = at; i < end; i++) {
                characters.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
            }
            System.out.printf("%012x  %-47s  %s%n", address + at, hex.formatHex(bytes, at, end), characters);
        }
    }
}
