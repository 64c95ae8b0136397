package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Signal;
import org.junit.jupiter.api.Test;

/** termios(3), {@code c_iflag}, and ISIG. */
class InputFlagsTest {
    private final Typist typist = new Typist();

    @Test
    void icrnlMakesCarriageReturnANewline() {
        typist.type("a\r");
        assertThat(typist.read()).isEqualTo("a\n");
    }

    @Test
    void igncrDropsCarriageReturn() {
        typist.with(Typist.input(IGNCR, 0)).type("a\rb\n");
        assertThat(typist.read()).isEqualTo("ab\n");
    }

    @Test
    void inlcrMakesNewlineACarriageReturn() {
        typist.with(Typist.input(INLCR, ICRNL)).type("a\n");
        assertThat(typist.read()).isNull();
        typist.type("\u0004");
        assertThat(typist.read()).isEqualTo("a\r");
    }

    @Test
    void istripClearsTheEighthBit() {
        typist.with(Typist.input(ISTRIP, 0)).type("\u00e1\n");
        assertThat(typist.read()).isEqualTo("a\n");
    }

    @Test
    void iuclcMakesLowerCase() {
        typist.with(Typist.input(IUCLC, 0)).type("LS\n");
        assertThat(typist.read()).isEqualTo("ls\n");
    }

    @Test
    void isigSendsSignals() {
        assertThat(typist.type("\u0003")).isEqualTo("<flush>^C");
        typist.type("\u001c\u001a");
        assertThat(typist.signals).containsExactly(Signal.INT, Signal.QUIT, Signal.TSTP);
    }

    @Test
    void signalCharacterFlushesInput() {
        typist.type("one\ntwo\u0003");
        assertThat(typist.read()).isNull();
    }

    @Test
    void noflshKeepsInput() {
        typist.with(Typist.local(NOFLSH, 0)).type("one\ntwo\u0003");
        assertThat(typist.read()).isEqualTo("one\n");
    }

    @Test
    void withoutIsigSignalCharactersAreRead() {
        typist.with(Typist.local(0, ISIG)).type("\u0003\n");
        assertThat(typist.signals).isEmpty();
        assertThat(typist.read()).isEqualTo("\u0003\n");
    }

    @Test
    void isigWorksInRawMode() {
        typist.with(Typist.local(0, ICANON)).type("a\u0003");
        assertThat(typist.signals).containsExactly(Signal.INT);
    }

    @Test
    void ixonStopsAndStartsOutput() {
        typist.type("\u0013");
        assertThat(typist.outputStopped()).isTrue();
        typist.type("x");
        assertThat(typist.outputStopped()).isTrue();
        typist.type("\u0011");
        assertThat(typist.outputStopped()).isFalse();
        typist.type("\n");
        assertThat(typist.read()).isEqualTo("x\n");
    }

    @Test
    void ixanyStartsOutputWithAnyCharacter() {
        typist.with(Typist.input(IXANY, 0)).type("\u0013x");
        assertThat(typist.outputStopped()).isFalse();
    }

    @Test
    void withoutIxonStopCharacterIsRead() {
        typist.with(Typist.input(0, IXON)).type("\u0013\n");
        assertThat(typist.outputStopped()).isFalse();
        assertThat(typist.read()).isEqualTo("\u0013\n");
    }

    @Test
    void clearingIxonRestartsOutput() {
        typist.type("\u0013");
        typist.with(Typist.input(0, IXON));
        assertThat(typist.outputStopped()).isFalse();
    }

    @Test
    void signalCharacterRestartsOutput() {
        typist.type("\u0013\u0003");
        assertThat(typist.outputStopped()).isFalse();
    }
}
