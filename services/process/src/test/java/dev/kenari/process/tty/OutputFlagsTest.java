package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** termios(3), {@code c_oflag}. */
class OutputFlagsTest {
    private final Typist typist = new Typist();

    @Test
    void onlcrPutsACarriageReturnBeforeNewline() {
        assertThat(typist.print("a\nb\n")).isEqualTo("a\r\nb\r\n");
    }

    @Test
    void withoutOpostNothingChanges() {
        assertThat(typist.with(Typist.output(XTABS, OPOST)).print("a\tb\n")).isEqualTo("a\tb\n");
    }

    @Test
    void ocrnlMakesCarriageReturnANewline() {
        assertThat(typist.with(Typist.output(OCRNL, ONLCR)).print("a\r")).isEqualTo("a\n");
    }

    @Test
    void onocrDropsCarriageReturnAtColumnZero() {
        assertThat(typist.with(Typist.output(ONOCR, 0)).print("\ra\r\r")).isEqualTo("a\r");
    }

    @Test
    void olcucMakesUpperCase() {
        assertThat(typist.with(Typist.output(OLCUC, 0)).print("ls")).isEqualTo("LS");
    }

    @Test
    void xtabsExpandsTabs() {
        assertThat(typist.with(Typist.output(XTABS, 0)).print("ab\tc\n\t")).isEqualTo("ab      c\r\n        ");
    }

    @Test
    void backspaceMovesTheColumn() {
        assertThat(typist.with(Typist.output(XTABS, 0)).print("ab\b\t")).isEqualTo("ab\b       ");
    }

    @Test
    void iutf8CountsCharactersForTabs() {
        Termios utf8 = Typist.output(XTABS, 0).withInput(Termios.INITIAL.input() | IUTF8);
        assertThat(typist.with(utf8).print("\u00c3\u00a4\t")).isEqualTo("\u00c3\u00a4       ");
    }
}
