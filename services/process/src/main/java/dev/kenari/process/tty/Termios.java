package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

import dev.kenari.abi.TtyIoctl;
import dev.kenari.abi.Words;
import java.util.Arrays;

/**
 * A terminal's settings (termios(3)). Never changed, only replaced.
 *
 * @param characters the {@link dev.kenari.abi.TermiosBits#NCCS} control characters; 0 disables one
 * @param inputSpeed bits a second
 */
public record Termios(
        int input, int output, int control, int local, int line, byte[] characters, int inputSpeed, int outputSpeed) {
    private static final int[] SPEEDS = {
        0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400
    };
    private static final int[] HIGH_SPEEDS = {
        57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000,
        3500000, 4000000
    };
    private static final int CHARACTERS_AT = 17;
    private static final int SPEEDS_AT = 36;
    private static final int TERMIO_CHARACTERS = 8;
    private static final int DEFAULT_SPEED = 38400;

    /** What a terminal starts with. */
    public static final Termios INITIAL = new Termios(
            ICRNL | IXON,
            OPOST | ONLCR,
            B38400 | CS8 | CREAD | HUPCL,
            ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
            0,
            initialCharacters(),
            DEFAULT_SPEED,
            DEFAULT_SPEED);

    private static byte[] initialCharacters() {
        byte[] c = new byte[NCCS];
        c[VINTR] = 'C' & 0x1F;
        c[VQUIT] = 0x1C;
        c[VERASE] = 0x7F;
        c[VKILL] = 'U' & 0x1F;
        c[VEOF] = 'D' & 0x1F;
        c[VMIN] = 1;
        c[VSTART] = 'Q' & 0x1F;
        c[VSTOP] = 'S' & 0x1F;
        c[VSUSP] = 'Z' & 0x1F;
        c[VREPRINT] = 'R' & 0x1F;
        c[VDISCARD] = 'O' & 0x1F;
        c[VWERASE] = 'W' & 0x1F;
        c[VLNEXT] = 'V' & 0x1F;
        return c;
    }

    public boolean input(int flag) {
        return (input & flag) != 0;
    }

    public boolean output(int flag) {
        return (output & flag) != 0;
    }

    public boolean local(int flag) {
        return (local & flag) != 0;
    }

    /** The control character at {@code index} as an unsigned number. */
    public int character(int index) {
        return characters[index] & 0xFF;
    }

    /** Whether {@code c} is the control character at {@code index}, which is not disabled. */
    public boolean is(int c, int index) {
        return c != 0 && c == character(index);
    }

    public Termios withInput(int flags) {
        return new Termios(flags, output, control, local, line, characters, inputSpeed, outputSpeed);
    }

    public Termios withOutput(int flags) {
        return new Termios(input, flags, control, local, line, characters, inputSpeed, outputSpeed);
    }

    public Termios withControl(int flags) {
        return new Termios(input, output, flags, local, line, characters, inputSpeed, outputSpeed);
    }

    public Termios withLocal(int flags) {
        return new Termios(input, output, control, flags, line, characters, inputSpeed, outputSpeed);
    }

    public Termios withCharacter(int index, int value) {
        byte[] changed = characters.clone();
        changed[index] = (byte) value;
        return new Termios(input, output, control, local, line, changed, inputSpeed, outputSpeed);
    }

    /** The kernel's {@code struct termios2}, which begins with {@code struct termios}. */
    public byte[] toBytes() {
        byte[] bytes = new byte[TtyIoctl.TERMIOS2_BYTES];
        Words.putInt(bytes, 0, input);
        Words.putInt(bytes, 4, output);
        Words.putInt(bytes, 8, control);
        Words.putInt(bytes, 12, local);
        bytes[16] = (byte) line;
        System.arraycopy(characters, 0, bytes, CHARACTERS_AT, NCCS);
        Words.putInt(bytes, SPEEDS_AT, inputSpeed);
        Words.putInt(bytes, SPEEDS_AT + 4, outputSpeed);
        return bytes;
    }

    /** From {@code struct termios}; a speed of BOTHER keeps the present one. */
    public Termios fromTermios(byte[] bytes) {
        return fromBytes(bytes, inputSpeed, outputSpeed);
    }

    /** From {@code struct termios2}. */
    public Termios fromTermios2(byte[] bytes) {
        return fromBytes(bytes, Words.getInt(bytes, SPEEDS_AT), Words.getInt(bytes, SPEEDS_AT + 4));
    }

    private Termios fromBytes(byte[] bytes, int otherInput, int otherOutput) {
        int flags = Words.getInt(bytes, 8);
        int out = speed(flags, otherOutput);
        int inCode = flags >>> IBSHIFT & CBAUD;
        int in = inCode == 0 ? out : speed(inCode, otherInput);
        return new Termios(
                Words.getInt(bytes, 0),
                Words.getInt(bytes, 4),
                flags,
                Words.getInt(bytes, 12),
                bytes[16] & 0xFF,
                Arrays.copyOfRange(bytes, CHARACTERS_AT, CHARACTERS_AT + NCCS),
                in,
                out);
    }

    /** The old {@code struct termio}: the low halves of the flags and the first eight characters. */
    public byte[] toTermio() {
        byte[] bytes = new byte[TtyIoctl.TERMIO_BYTES];
        Words.putShort(bytes, 0, input);
        Words.putShort(bytes, 2, output);
        Words.putShort(bytes, 4, control);
        Words.putShort(bytes, 6, local);
        bytes[8] = (byte) line;
        System.arraycopy(characters, 0, bytes, 9, TERMIO_CHARACTERS);
        return bytes;
    }

    /** From the old {@code struct termio}; what it lacks stays. */
    public Termios fromTermio(byte[] bytes) {
        byte[] changed = characters.clone();
        System.arraycopy(bytes, 9, changed, 0, TERMIO_CHARACTERS);
        int flags = low(control, bytes, 4);
        int speed = speed(flags, outputSpeed);
        return new Termios(
                low(input, bytes, 0), low(output, bytes, 2), flags, low(local, bytes, 6), bytes[8] & 0xFF, changed,
                speed, speed);
    }

    private static int low(int flags, byte[] bytes, int at) {
        return flags & 0xFFFF_0000 | Words.getShort(bytes, at) & 0xFFFF;
    }

    private static int speed(int flags, int other) {
        int code = flags & CBAUD;
        if (code == BOTHER) {
            return other;
        }
        return code < BOTHER ? SPEEDS[code] : HIGH_SPEEDS[code - BOTHER - 1];
    }
}
