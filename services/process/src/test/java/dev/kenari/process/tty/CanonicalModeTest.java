package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** termios(3), "Canonical and noncanonical mode". */
class CanonicalModeTest {
    private final Typist typist = new Typist();

    @Test
    void readWaitsForTheEndOfTheLine() {
        typist.type("ab");
        assertThat(typist.read()).isNull();
        typist.type("c\n");
        assertThat(typist.read()).isEqualTo("abc\n");
        assertThat(typist.read()).isNull();
    }

    @Test
    void readReturnsOneLine() {
        typist.type("one\ntwo\n");
        assertThat(typist.read()).isEqualTo("one\n");
        assertThat(typist.read()).isEqualTo("two\n");
    }

    @Test
    void shortReadLeavesTheRestOfTheLine() {
        typist.type("hello\n");
        assertThat(typist.read(3)).isEqualTo("hel");
        assertThat(typist.read(3)).isEqualTo("lo\n");
        assertThat(typist.read(3)).isNull();
    }

    @Test
    void veofEndsALineWithoutBeingRead() {
        typist.type("ab\u0004cd\n");
        assertThat(typist.read()).isEqualTo("ab");
        assertThat(typist.read()).isEqualTo("cd\n");
    }

    @Test
    void veofOnAnEmptyLineIsEndOfFile() {
        typist.type("\u0004");
        assertThat(typist.read()).isEmpty();
        assertThat(typist.read()).isNull();
    }

    @Test
    void veofRightBehindAFullReadIsNoEndOfFile() {
        typist.type("abc\u0004");
        assertThat(typist.read(3)).isEqualTo("abc");
        assertThat(typist.read(3)).isNull();
    }

    @Test
    void veolEndsALineAndIsRead() {
        typist.with(Termios.INITIAL.withCharacter(VEOL, ';')).type("a;b");
        assertThat(typist.read()).isEqualTo("a;");
        assertThat(typist.read()).isNull();
    }

    @Test
    void veraseErasesACharacter() {
        assertThat(typist.type("ab\u007f")).isEqualTo("ab\b \b");
        typist.type("c\n");
        assertThat(typist.read()).isEqualTo("ac\n");
    }

    @Test
    void veraseStopsAtTheStartOfTheLine() {
        typist.type("one\n");
        assertThat(typist.type("\u007f\u007f")).isEmpty();
        assertThat(typist.read()).isEqualTo("one\n");
    }

    @Test
    void vkillErasesTheLine() {
        assertThat(typist.type("ab\u0015")).isEqualTo("ab\b \b\b \b");
        typist.type("c\n");
        assertThat(typist.read()).isEqualTo("c\n");
    }

    @Test
    void vweraseErasesAWordAndTheSpaceBehindIt() {
        typist.type("foo bar.baz  \u0017\n");
        assertThat(typist.read()).isEqualTo("foo bar.\n");
    }

    @Test
    void vlnextTakesTheNextCharacterLiterally() {
        assertThat(typist.type("\u0016\u0003\n")).isEqualTo("^\b^C\r\n");
        assertThat(typist.signals).isEmpty();
        assertThat(typist.read()).isEqualTo("\u0003\n");
    }

    @Test
    void vlnextNeedsIexten() {
        typist.with(Typist.local(0, IEXTEN)).type("\u0016a\n");
        assertThat(typist.read()).isEqualTo("\u0016a\n");
    }

    @Test
    void vreprintShowsTheLineAgain() {
        assertThat(typist.type("ab\u0012")).isEqualTo("ab^R\r\nab");
        typist.type("\n");
        assertThat(typist.read()).isEqualTo("ab\n");
    }

    @Test
    void iutf8ErasesAllBytesOfACharacter() {
        typist.with(Typist.input(IUTF8, 0));
        assertThat(typist.type("a\u00c3\u00a4\u007f")).isEqualTo("a\u00c3\u00a4\b \b");
        typist.type("\n");
        assertThat(typist.read()).isEqualTo("a\n");
    }

    @Test
    void lineLongerThanTheBufferLosesCharactersButEnds() {
        typist.type("x".repeat(5000) + "\n");
        assertThat(typist.read(8192)).isEqualTo("x".repeat(4095) + "\n");
    }

    @Test
    void fullBufferOfLinesHoldsTheRestBack() {
        byte[] lines = "abcdefg\n".repeat(600).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(typist.discipline.receive(lines, 0, lines.length)).isEqualTo(4095);
    }

    @Test
    void disabledCharacterHasNoMeaning() {
        typist.with(Termios.INITIAL.withCharacter(VERASE, 0)).type("a\u0000b\n");
        assertThat(typist.read()).isEqualTo("a\u0000b\n");
    }

    @Test
    void switchingToRawModeMakesTheUnfinishedLineReadable() {
        typist.type("ab");
        typist.with(Typist.local(0, ICANON));
        assertThat(typist.read()).isEqualTo("ab");
    }

    @Test
    void switchingToCanonicalModeMakesWhatIsThereALine() {
        typist.with(Typist.local(0, ICANON)).type("ab\u007f");
        typist.with(Termios.INITIAL);
        assertThat(typist.read()).isEqualTo("ab\u007f");
    }
}
