package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.harness.KernelHarness;
import org.junit.jupiter.api.Test;

/** credentials(7), "Process groups and sessions"; tcsetpgrp(3); TIOCSCTTY(2const). */
class JobControlTest {
    private static final int LEADER = 10;
    private static final int JOB = 20;

    private final Shell shell = new Shell();
    private ControllingTerminals terminals;
    private Pty master;
    private TtyFile slave;

    /** A session with leader and foreground group 10, and a job in group 20. */
    private void inSession(KernelHarness.Body body) throws Exception {
        KernelHarness.inKernel(k -> {
            terminals = new ControllingTerminals(shell);
            TtyIoctls ioctls = new TtyIoctls(terminals, shell, null);
            master = new Ptys(k, shell, terminals, ioctls).create();
            slave = new TtyFile(master.slave(), master, ioctls);
            shell.as(JOB, JOB, LEADER);
            shell.as(LEADER, LEADER, LEADER);
            terminals.acquireOnOpen(master.slave());
            body.run(k);
        });
    }

    @Test
    void openMakesTheTerminalTheLeaders() throws Exception {
        inSession(k -> {
            assertThat(terminals.of(LEADER)).isSameAs(master.slave());
            assertThat(master.slave().foreground()).isEqualTo(LEADER);
        });
    }

    @Test
    void openByAnotherSessionChangesNothing() throws Exception {
        inSession(k -> {
            shell.as(30, 30, 30);
            terminals.acquireOnOpen(master.slave());
            assertThat(master.slave().session()).isEqualTo(LEADER);
            assertThatThrownBy(() -> terminals.acquire(master.slave(), true)).isEqualTo(Errno.EPERM);
        });
    }

    @Test
    void backgroundReadIsStoppedByTtin() throws Exception {
        inSession(k -> {
            shell.as(JOB, JOB, LEADER);
            assertThatThrownBy(() -> slave.read(1, false)).isEqualTo(Errno.ERESTARTSYS);
            assertThat(shell.sent).containsExactly(new Shell.Sent(JOB, 0, Signal.TTIN));
        });
    }

    @Test
    void backgroundReadThatIgnoresTtinIsEio() throws Exception {
        inSession(k -> {
            shell.as(JOB, JOB, LEADER).ignored.add(Signal.TTIN);
            assertThatThrownBy(() -> slave.read(1, false)).isEqualTo(Errno.EIO);
            assertThat(shell.sent).isEmpty();
        });
    }

    @Test
    void backgroundReadOfAnOrphanedGroupIsEio() throws Exception {
        inSession(k -> {
            shell.as(JOB, JOB, LEADER).orphans.add(JOB);
            assertThatThrownBy(() -> slave.read(1, false)).isEqualTo(Errno.EIO);
        });
    }

    @Test
    void backgroundWriteIsAllowed() throws Exception {
        inSession(k -> {
            shell.as(JOB, JOB, LEADER);
            assertThat(slave.write(new byte[] {'x'}, false)).isOne();
        });
    }

    @Test
    void backgroundWriteWithTostopIsStoppedByTtou() throws Exception {
        inSession(k -> {
            master.slave().setTermios(Typist.local(TOSTOP, 0));
            shell.as(JOB, JOB, LEADER);
            assertThatThrownBy(() -> slave.write(new byte[] {'x'}, false)).isEqualTo(Errno.ERESTARTSYS);
            assertThat(shell.sent).containsExactly(new Shell.Sent(JOB, 0, Signal.TTOU));
            shell.ignored.add(Signal.TTOU);
            assertThat(slave.write(new byte[] {'x'}, false)).isOne();
        });
    }

    @Test
    void changingSettingsInTheBackgroundIsStoppedByTtou() throws Exception {
        inSession(k -> {
            shell.as(JOB, JOB, LEADER);
            assertThatThrownBy(() -> master.slave().checkBackground(Signal.TTOU)).isEqualTo(Errno.ERESTARTSYS);
        });
    }

    @Test
    void otherSessionsMayTouchTheTerminal() throws Exception {
        inSession(k -> {
            shell.as(30, 30, 30);
            assertThatCode(() -> master.slave().checkBackground(Signal.TTIN)).doesNotThrowAnyException();
        });
    }

    @Test
    void leadersEndHangsTheForegroundGroupUp() throws Exception {
        inSession(k -> {
            master.slave().setForeground(JOB);
            terminals.leaderEnded(LEADER);
            assertThat(shell.sent).containsExactly(new Shell.Sent(JOB, 0, Signal.HUP));
            assertThat(terminals.of(LEADER)).isNull();
            assertThat(master.slave().session()).isZero();
        });
    }

    @Test
    void givingTheTerminalUpHangsTheForegroundGroupUp() throws Exception {
        inSession(k -> {
            terminals.giveUp(master.slave());
            assertThat(shell.sent)
                    .containsExactly(new Shell.Sent(LEADER, 0, Signal.HUP), new Shell.Sent(LEADER, 0, Signal.CONT));
            assertThatThrownBy(() -> terminals.giveUp(master.slave())).isEqualTo(Errno.ENOTTY);
        });
    }

    @Test
    void resizingTellsTheForegroundGroup() throws Exception {
        inSession(k -> {
            master.slave().resize(new WindowSize(25, 80, 0, 0));
            master.slave().resize(new WindowSize(25, 80, 0, 0));
            assertThat(shell.sent).containsExactly(new Shell.Sent(LEADER, 0, Signal.WINCH));
        });
    }
}
