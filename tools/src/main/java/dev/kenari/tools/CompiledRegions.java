package dev.kenari.tools;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/** How far HotSpot has compiled the translator's regions: it lists its compiled methods (jcmd's Compiler.codelist). */
final class CompiledRegions {
    private static final String REGION = ".translator.Region$Code";
    /** A line is: compilation's number, level, state (0: in use), method. */
    private static final int LEVEL = 1;

    private static final int STATE = 2;
    private static final int METHOD = 3;
    private static final int C2 = 4;

    private CompiledRegions() {}

    /** In a few words; empty where the JVM does not tell. */
    static String describe() {
        try {
            Object list = ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "compilerCodelist", null, null);
            return describe((String) list);
        } catch (JMException e) {
            return "";
        }
    }

    static String describe(String list) {
        long[] byLevel = new long[C2 + 1];
        list.lines().map(line -> line.strip().split("\\s+")).filter(CompiledRegions::isRegion).forEach(words ->
                byLevel[Integer.parseInt(words[LEVEL])]++);
        return String.format(
                Locale.ROOT,
                " (regions: %d by C1, %d by C2)",
                byLevel[1] + byLevel[2] + byLevel[3],
                byLevel[C2]);
    }

    private static boolean isRegion(String[] words) {
        return words.length > METHOD && words[STATE].equals("0") && words[METHOD].contains(REGION);
    }
}
