package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.TtyIoctl;
import dev.kenari.abi.Words;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kernel's structures of termios(3), as TCGETS(2const) lays them out. */
class TermiosTest {
    @Test
    void structureHoldsFlagsCharactersAndSpeeds() {
        byte[] bytes = Termios.INITIAL.toBytes();
        assertThat(bytes).hasSize(TtyIoctl.TERMIOS2_BYTES);
        assertThat(Words.getInt(bytes, 0)).isEqualTo(0x500);
        assertThat(Words.getInt(bytes, 4)).isEqualTo(0x5);
        assertThat(Words.getInt(bytes, 8)).isEqualTo(0x4BF);
        assertThat(Words.getInt(bytes, 12)).isEqualTo(0x8A3B);
        assertThat(Arrays.copyOfRange(bytes, 17, 36))
                .containsExactly(3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0);
        assertThat(Words.getInt(bytes, 36)).isEqualTo(38400);
        assertThat(Words.getInt(bytes, 40)).isEqualTo(38400);
    }

    @Test
    void whatIsSetCanBeGot() {
        Termios changed = Typist.local(ECHOPRT, ICANON).withCharacter(VMIN, 7);
        byte[] bytes = changed.toBytes();
        assertThat(Termios.INITIAL.fromTermios2(bytes).toBytes()).isEqualTo(bytes);
        assertThat(Termios.INITIAL.fromTermios(Arrays.copyOf(bytes, TtyIoctl.TERMIOS_BYTES)).toBytes()).isEqualTo(bytes);
    }

    @Test
    void speedFollowsTheCodeInCflag() {
        Termios fast = Termios.INITIAL.withControl(Termios.INITIAL.control() & ~CBAUD | 0x1002);
        assertThat(Termios.INITIAL.fromTermios(fast.toBytes()).outputSpeed()).isEqualTo(115200);
    }

    @Test
    void otherSpeedIsTakenFromTheLongStructureOnly() {
        Termios odd = new Termios(0, 0, BOTHER | CS8, 0, 0, new byte[NCCS], 12345, 12345);
        assertThat(Termios.INITIAL.fromTermios2(odd.toBytes()).outputSpeed()).isEqualTo(12345);
        assertThat(Termios.INITIAL.fromTermios(odd.toBytes()).outputSpeed()).isEqualTo(38400);
    }

    @Test
    void oldStructureChangesTheLowHalvesOnly() {
        Termios high = Termios.INITIAL.withInput(0x1234_0500);
        Termios back = high.fromTermio(Termios.INITIAL.withInput(0x100).toTermio());
        assertThat(back.input()).isEqualTo(0x1234_0100);
    }
}
