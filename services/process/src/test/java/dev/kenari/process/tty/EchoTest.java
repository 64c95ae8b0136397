package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** termios(3), {@code c_lflag}: ECHO and what goes with it. */
class EchoTest {
    private final Typist typist = new Typist();

    @Test
    void echoShowsWhatIsTyped() {
        assertThat(typist.type("ls\n")).isEqualTo("ls\r\n");
    }

    @Test
    void withoutEchoNothingIsShown() {
        assertThat(typist.with(Typist.local(0, ECHO)).type("secret\u007f\n")).isEmpty();
        assertThat(typist.read()).isEqualTo("secre\n");
    }

    @Test
    void echonlShowsTheNewlineOnly() {
        assertThat(typist.with(Typist.local(ECHONL, ECHO)).type("secret\n")).isEqualTo("\r\n");
    }

    @Test
    void echoctlShowsControlCharactersAsCarets() {
        assertThat(typist.type("\u0001\u001b\t")).isEqualTo("^A^[\t");
    }

    @Test
    void withoutEchoctlControlCharactersAreShownAsTheyAre() {
        assertThat(typist.with(Typist.local(0, ECHOCTL)).type("\u0001")).isEqualTo("\u0001");
    }

    @Test
    void echoeErasesBothCharactersOfACaret() {
        assertThat(typist.type("\u0001\u007f")).isEqualTo("^A\b \b\b \b");
    }

    @Test
    void withoutEchoeTheEraseCharacterIsShown() {
        assertThat(typist.with(Typist.local(0, ECHOE)).type("ab\u007f")).isEqualTo("ab^?");
    }

    @Test
    void echoeGoesBackOverATab() {
        assertThat(typist.type("ab\t\u007f")).isEqualTo("ab\t" + "\b".repeat(6));
    }

    @Test
    void echoeGoesBackOverATabBehindAPrompt() {
        typist.print("$ ");
        assertThat(typist.type("ab\t\u007f")).isEqualTo("ab\t" + "\b".repeat(4));
    }

    @Test
    void echokWithoutEchokeStartsANewLine() {
        assertThat(typist.with(Typist.local(0, ECHOKE)).type("ab\u0015")).isEqualTo("ab^U\r\n");
    }

    @Test
    void withoutEchokTheKillCharacterIsShown() {
        assertThat(typist.with(Typist.local(0, ECHOK | ECHOKE)).type("ab\u0015")).isEqualTo("ab^U");
    }

    @Test
    void echoprtPrintsWhatIsErased() {
        assertThat(typist.with(Typist.local(ECHOPRT, 0)).type("abc\u007f\u007fd")).isEqualTo("abc\\cb/d");
    }

    @Test
    void veofIsNotShown() {
        assertThat(typist.type("\u0004")).isEmpty();
    }

    @Test
    void imaxbelRingsWhenTheLineIsFull() {
        typist.with(Typist.input(IMAXBEL, 0)).type("x".repeat(4095));
        assertThat(typist.type("y")).isEqualTo("\u0007");
    }
}
