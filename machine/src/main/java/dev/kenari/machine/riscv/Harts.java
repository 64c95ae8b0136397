package dev.kenari.machine.riscv;

import dev.kenari.machine.Clock;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.interpreter.CodeCache;
import dev.kenari.machine.riscv.interpreter.InterpreterHart;
import dev.kenari.machine.riscv.translator.Translator;
import java.util.List;
import java.util.stream.IntStream;

/** Makes a board's harts: numbered from 0, they share {@code memory} and what is decoded and translated from it. */
public final class Harts {
    private Harts() {}

    /** Harts that translate what is hot and interpret the rest; repeatably, if time is deterministic. */
    public static List<? extends Hart> create(int count, PhysicalMemory memory, Clock clock) {
        TranslatorConfiguration usual = TranslatorConfiguration.USUAL;
        return translating(clock.deterministic() ? usual.repeatable() : usual).create(count, memory, clock);
    }

    /** Harts that interpret everything. */
    public static List<Hart> interpreting(int count, PhysicalMemory memory, Clock clock) {
        CodeCache codeCache = new CodeCache(memory);
        return IntStream.range(0, count)
                .<Hart>mapToObj(id -> new InterpreterHart(id, codeCache, clock))
                .toList();
    }

    public static HartFactory translating(TranslatorConfiguration configuration) {
        return (count, memory, clock) -> {
            CodeCache codeCache = new CodeCache(memory);
            Translator translator = new Translator(memory, configuration);
            return IntStream.range(0, count)
                    .<Hart>mapToObj(id -> new InterpreterHart(id, codeCache, clock, translator::attach))
                    .toList();
        };
    }
}
