package dev.kenari.process.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static Script parse(String text) throws Errno {
        return Script.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void splitsInterpreterAndOneArgument() throws Errno {
        assertThat(parse("#!/bin/sh\nrest")).isEqualTo(new Script("/bin/sh", null));
        assertThat(parse("#! \t/bin/sh \t-e  -x \t\n")).isEqualTo(new Script("/bin/sh", "-e  -x"));
        assertThat(parse("#!/bin/sh")).isEqualTo(new Script("/bin/sh", null));
        assertThat(parse("#!/bin/sh\r\n")).isEqualTo(new Script("/bin/sh\r", null));
    }

    @Test
    void refusesALineThatNamesNothing() {
        assertThatThrownBy(() -> parse("#!\n/bin/sh")).isSameAs(Errno.ENOEXEC);
        assertThatThrownBy(() -> parse("#!  \t ")).isSameAs(Errno.ENOEXEC);
    }

    @Test
    void refusesANameThatMayBeCutOffButCutsArguments() throws Errno {
        String name = "/" + "n".repeat(300);
        assertThatThrownBy(() -> parse(("#!" + name).substring(0, Script.LINE_LIMIT))).isSameAs(Errno.ENOEXEC);
        Script cut = parse(("#!/bin/sh " + name).substring(0, Script.LINE_LIMIT));
        assertThat(cut.interpreter()).isEqualTo("/bin/sh");
        assertThat(cut.argument()).hasSize(Script.LINE_LIMIT - "#!/bin/sh ".length());
    }
}
