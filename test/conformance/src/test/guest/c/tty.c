#include "check.h"
#include <pty.h>
#include <sys/sysmacros.h>
#include <termios.h>

static int master, slave;

/* Everything that arrives until nothing does for a while, with control characters shown as in C. */
static const char *arrives(int fd) {
    static char text[4][4096];
    static int next;
    char *out = text[next++ & 3], *at = out;
    struct pollfd p = {fd, POLLIN};
    char buf[512];
    *at = 0;
    while (poll(&p, 1, 100) > 0 && p.revents & POLLIN) {
        ssize_t n = read(fd, buf, sizeof buf);
        if (n <= 0) {
            at += sprintf(at, "%s", n ? strerrorname_np(errno) : "<end>");
            break;
        }
        for (ssize_t i = 0; i < n; i++) {
            unsigned char c = buf[i];
            at += c == '\n' ? sprintf(at, "\\n") : c == '\r' ? sprintf(at, "\\r") : c == '\b' ? sprintf(at, "\\b")
                    : c < 32 || c > 126 ? sprintf(at, "\\x%02x", c) : sprintf(at, "%c", c);
        }
        at += sprintf(at, "|");
    }
    return out;
}

static void type(const char *keys) { write(master, keys, strlen(keys)); }

static void fresh(void) {
    if (master) close(master), close(slave);
    master = posix_openpt(O_RDWR | O_NOCTTY);
    unlockpt(master);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
}

static void mode(int set, int clear) {
    struct termios t;
    tcgetattr(slave, &t);
    t.c_lflag = (t.c_lflag | set) & ~clear;
    tcsetattr(slave, TCSANOW, &t);
}

static void opening(void) {
    int m = open("/dev/ptmx", O_RDWR | O_NOCTTY);
    SHOW("ptmx.slaveIsLocked", "%s", outcome(open(ptsname(m), O_RDWR | O_NOCTTY)));
    int n = -1, locked = -1;
    SHOW_THEN("ptmx.number", ioctl(m, TIOCGPTN, &n), " %d", n >= 0);
    ioctl(m, TIOCGPTLCK, &locked);
    SHOW("ptmx.lock", "%d", locked);
    struct stat s;
    stat(ptsname(m), &s);
    SHOW("pts.owner", "%d %d %d", S_ISCHR(s.st_mode), s.st_uid, major(s.st_rdev));
    SHOW("pts.numberIsMinor", "%d", minor(s.st_rdev) == n);
    unlockpt(m);
    int peer = ioctl(m, TIOCGPTPEER, O_RDWR | O_NOCTTY);
    SHOW("ptmx.openPeer", "%s %d", ok(peer), isatty(peer));
    char name[64];
    snprintf(name, sizeof name, "%s", ptsname(m));
    close(peer), close(m);
    SHOW("pts.goneWithMaster", "%d", access(name, F_OK));
    SHOW("isatty.pipe", "%s", (pipe((int[2]){0}), outcome(ioctl(open("/dev/null", O_RDWR), TCGETS, name))));
    struct termios t;
    tcgetattr(slave, &t);
    SHOW("tcgetattr.initial", "%o %o %o %o", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag);
    for (int i = 0; i < 17; i++) printf("%s%d", i ? "," : "tcgetattr.characters: ", t.c_cc[i]);
    printf("\n");
    SHOW("cfgetospeed.initial", "%d", cfgetospeed(&t) == B38400);
    cfsetspeed(&t, B115200);
    SHOW("tcsetattr.speed", "%s", outcome(tcsetattr(slave, TCSANOW, &t)));
    tcgetattr(slave, &t);
    SHOW("tcsetattr.speedStays", "%d", cfgetospeed(&t) == B115200);
    struct winsize w = {9, 9, 9, 9};
    ioctl(slave, TIOCGWINSZ, &w);
    SHOW("winsize.initial", "%d %d %d %d", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
    w = (struct winsize){24, 80, 1, 2};
    ioctl(master, TIOCSWINSZ, &w);
    w = (struct winsize){0};
    ioctl(slave, TIOCGWINSZ, &w);
    SHOW("winsize.setByMaster", "%d %d %d %d", w.ws_row, w.ws_col, w.ws_xpixel, w.ws_ypixel);
    int ldisc = -1;
    ioctl(slave, TIOCGETD, &ldisc);
    SHOW("tiocgetd.ntty", "%d", ldisc);
}

static void canonical(void) {
    fresh();
    type("one\ntwo\n");
    SHOW("icanon.readsALine", "%s", arrives(slave));
    SHOW("echo.newline", "%s", arrives(master));
    type("ab");
    SHOW("icanon.unfinishedLine", "%s", arrives(slave));
    int n = -1;
    ioctl(slave, FIONREAD, &n);
    SHOW("fionread.unfinishedLine", "%d", n);
    type("\x7f" "c\n");
    struct pollfd p = {slave, POLLIN};
    poll(&p, 1, 1000);
    ioctl(slave, FIONREAD, &n);
    SHOW("fionread.line", "%d", n);
    SHOW("verase.line", "%s", arrives(slave));
    SHOW("verase.echo", "%s", arrives(master));
    type("foo bar\x17" "baz\n");
    SHOW("vwerase.line", "%s", arrives(slave));
    SHOW("vwerase.echo", "%s", arrives(master));
    type("junk\x15" "x\n");
    SHOW("vkill.line", "%s", arrives(slave));
    SHOW("vkill.echo", "%s", arrives(master));
    type("\x16\x03\n");
    SHOW("vlnext.line", "%s", arrives(slave));
    SHOW("vlnext.echo", "%s", arrives(master));
    type("ab\x04");
    SHOW("veof.line", "%s", arrives(slave));
    type("\x04");
    SHOW("veof.endOfFile", "%s", arrives(slave));
    arrives(master);
    char buf[3];
    type("abcdef\n");
    SHOW("icanon.shortRead", "%s", outcome(read(slave, buf, 3)));
    SHOW("icanon.restOfLine", "%s", arrives(slave));
    mode(0, ECHO);
    arrives(master);
    type("secret\n");
    SHOW("echo.off", "%s", arrives(master));
    arrives(slave);
    mode(ECHONL, ECHO);
    type("secret\n");
    SHOW("echonl.only", "%s", arrives(master));
    arrives(slave);
    type("late");
    tcflush(slave, TCIFLUSH);
    type("\n");
    SHOW("tcflush.input", "%s", arrives(slave));
    write(slave, "a\tb\n", 4);
    arrives(master);
    write(slave, "x\ny", 3);
    SHOW("onlcr.output", "%s", arrives(master));
}

static void raw(void) {
    fresh();
    struct termios t;
    tcgetattr(slave, &t);
    cfmakeraw(&t);
    tcsetattr(slave, TCSANOW, &t);
    type("a\x03\r\x7f");
    SHOW("raw.literally", "%s", arrives(slave));
    write(slave, "x\n", 2);
    SHOW("raw.output", "%s", arrives(master));
    t.c_cc[VMIN] = 0;
    tcsetattr(slave, TCSANOW, &t);
    char buf[16];
    SHOW("vmin.zero", "%s", outcome(read(slave, buf, 16)));
    t.c_cc[VTIME] = 1;
    tcsetattr(slave, TCSANOW, &t);
    SHOW("vtime.nothingCame", "%s", outcome(read(slave, buf, 16)));
    t.c_cc[VMIN] = 5;
    tcsetattr(slave, TCSANOW, &t);
    type("ab");
    SHOW("vtime.betweenBytes", "%s", outcome(read(slave, buf, 16)));
    t.c_cc[VMIN] = 3, t.c_cc[VTIME] = 0;
    tcsetattr(slave, TCSANOW, &t);
    type("ab");
    struct pollfd p = {slave, POLLIN};
    SHOW("vmin.pollWaits", "%d", poll(&p, 1, 50));
    type("cd");
    SHOW("vmin.pollReady", "%d", poll(&p, 1, 1000));
    SHOW("vmin.read", "%s", outcome(read(slave, buf, 16)));
    fcntl(slave, F_SETFL, O_NONBLOCK);
    SHOW("raw.nonblock", "%s", outcome(read(slave, buf, 16)));
    SHOW("master.nonblock", "%s", (fcntl(master, F_SETFL, O_NONBLOCK), outcome(read(master, buf, 16))));
    long room = 0, wrote;
    static char zeros[65536];
    while ((wrote = write(slave, zeros, sizeof zeros)) > 0) room += wrote;
    SHOW("write.full", "%s %d", outcome(wrote), room > 0);
}

static void flow(void) {
    fresh();
    fcntl(slave, F_SETFL, O_NONBLOCK);
    type("\x13");
    arrives(slave);
    SHOW("ixon.stopped", "%s", outcome(write(slave, "x", 1)));
    type("\x11");
    arrives(slave);
    SHOW("ixon.started", "%s", outcome(write(slave, "x", 1)));
    SHOW("tcflow.off", "%s", outcome(tcflow(slave, TCOOFF)));
    SHOW("tcflow.stopped", "%s", outcome(write(slave, "x", 1)));
    SHOW("tcflow.on", "%s", outcome(tcflow(slave, TCOON)));
    SHOW("tcdrain.works", "%s", outcome(tcdrain(slave)));
    SHOW("tcsendbreak.works", "%s", outcome(tcsendbreak(slave, 0)));
    int on = 1;
    arrives(master);
    SHOW("tiocpkt.on", "%s", outcome(ioctl(master, TIOCPKT, &on)));
    write(slave, "ab", 2);
    SHOW("tiocpkt.data", "%s", arrives(master));
    tcflow(slave, TCOOFF);
    SHOW("tiocpkt.stop", "%s", arrives(master));
    tcflow(slave, TCOON);
    SHOW("tiocpkt.start", "%s", arrives(master));
    tcflush(slave, TCIOFLUSH);
    SHOW("tiocpkt.flush", "%s", arrives(master));
}

static void closing(void) {
    fresh();
    char buf[16];
    struct pollfd p = {master, POLLIN};
    write(slave, "bye", 3);
    close(slave);
    SHOW_THEN("close.slavePoll", poll(&p, 1, 0), " %x", p.revents);
    SHOW("close.slaveLastWords", "%s", outcome(read(master, buf, 16)));
    SHOW("close.slaveThenEio", "%s", outcome(read(master, buf, 16)));
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    fcntl(master, F_SETFL, O_NONBLOCK);
    SHOW("close.slaveReopened", "%s", outcome(read(master, buf, 16)));
    close(master);
    p = (struct pollfd){slave, POLLIN};
    SHOW_THEN("hangup.poll", poll(&p, 1, 0), " %x", p.revents);
    SHOW("hangup.read", "%s", outcome(read(slave, buf, 16)));
    SHOW("hangup.write", "%s", outcome(write(slave, "x", 1)));
    SHOW("hangup.ioctl", "%s", outcome(ioctl(slave, TCGETS, buf)));
    close(slave);
    master = 0;
}

static void session(void) {
    fresh();
    IN_CHILD("devtty.none", {
        setsid();
        _exit(open("/dev/tty", O_RDWR) == -1 && errno == ENXIO ? 3 : 1);
    });
    IN_CHILD("open.makesControlling", {
        setsid();
        int fd = open(ptsname(master), O_RDWR);
        _exit(tcgetpgrp(fd) == getpid() && tcgetsid(fd) == getpid() && open("/dev/tty", O_RDWR) >= 0 ? 3 : 1);
    });
    IN_CHILD("open.noctty", {
        setsid();
        int fd = open(ptsname(master), O_RDWR | O_NOCTTY);
        _exit(tcgetpgrp(fd) == -1 && errno == ENOTTY ? 3 : 1);
    });
    IN_CHILD("tiocsctty.notLeader", {
        _exit(ioctl(slave, TIOCSCTTY, 0) == -1 && errno == EPERM ? 3 : 1);
    });
    IN_CHILD("tcsetpgrp.unknownGroup", {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        _exit(tcsetpgrp(slave, 32767) == -1 ? errno == ESRCH ? 3 : errno == EPERM ? 4 : 5 : 1);
    });
    IN_CHILD("tcsetpgrp.otherSession", {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        _exit(tcsetpgrp(slave, getpgid(getppid())) == -1 && errno == EPERM ? 3 : 1);
    });
    IN_CHILD("tiocnotty.leader", {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        signal(SIGHUP, SIG_IGN);
        int r = ioctl(slave, TIOCNOTTY);
        _exit(r == 0 && open("/dev/tty", O_RDWR) == -1 ? 3 : 1);
    });
}

/* A child in a session on the slave, whose own child runs the block in a background group; shows how that one stopped or ended. */
#define IN_BACKGROUND(name, ...)                                               \
    do {                                                                       \
        fflush(stdout);                                                        \
        if (fork() == 0) {                                                     \
            setsid();                                                          \
            ioctl(slave, TIOCSCTTY, 0);                                        \
            pid_t job = fork();                                                \
            if (job == 0) {                                                    \
                setpgid(0, 0);                                                 \
                __VA_ARGS__;                                                   \
                _exit(0);                                                      \
            }                                                                  \
            setpgid(job, job);                                                 \
            int s;                                                             \
            waitpid(job, &s, WUNTRACED);                                       \
            if (WIFSTOPPED(s)) SHOW(name, "stopped by SIG%s", sigabbrev_np(WSTOPSIG(s))); \
            else SHOW(name, "exit %d", WEXITSTATUS(s));                        \
            kill(job, SIGKILL);                                                \
            _exit(0);                                                          \
        }                                                                      \
        wait(NULL);                                                            \
    } while (0)

static void background(void) {
    char c;
    fresh();
    IN_BACKGROUND("background.read", read(slave, &c, 1));
    fresh();
    IN_BACKGROUND("background.readIgnoringTtin", {
        signal(SIGTTIN, SIG_IGN);
        _exit(read(slave, &c, 1) == -1 && errno == EIO ? 3 : 1);
    });
    fresh();
    IN_BACKGROUND("background.write", _exit(write(slave, "x", 1) == 1 ? 3 : 1));
    fresh();
    mode(TOSTOP, 0);
    IN_BACKGROUND("background.writeWithTostop", write(slave, "x", 1));
    fresh();
    IN_BACKGROUND("background.tcsetattr", mode(0, ECHO));
    fresh();
    IN_BACKGROUND("background.tcsetpgrp", tcsetpgrp(slave, getpgrp()));
    fresh();
    IN_BACKGROUND("background.tcsetpgrpIgnoringTtou", {
        signal(SIGTTOU, SIG_IGN);
        _exit(tcsetpgrp(slave, getpgrp()) == 0 && tcgetpgrp(slave) == getpgrp() ? 3 : 1);
    });
    fresh();
    IN_CHILD("background.orphanedRead", {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        int result[2];
        pipe(result);
        if (fork() == 0) {
            if (fork() == 0) {
                setpgid(0, 0);
                while (getppid() != 1 && read(result[0], &c, 0) == 0 && kill(getppid(), 0) == 0) sleep_ms(10);
                sleep_ms(50);
                char code = read(slave, &c, 1) == -1 && errno == EIO ? 3 : 1;
                write(result[1], &code, 1);
                _exit(0);
            }
            _exit(0);
        }
        wait(NULL);
        char code = 0;
        read(result[0], &code, 1);
        _exit(code);
    });
}

/* A foreground child that waits; shows what typing does to it. */
static void typing(const char *name, const char *keys) {
    fresh();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        signal(SIGTTOU, SIG_IGN);
        pid_t job = fork();
        if (job == 0) {
            setpgid(0, 0);
            tcsetpgrp(slave, getpid());
            write(slave, "!", 1);
            for (;;) pause();
        }
        int s;
        waitpid(job, &s, WUNTRACED);
        if (WIFSTOPPED(s)) SHOW(name, "stopped by SIG%s", sigabbrev_np(WSTOPSIG(s)));
        else SHOW(name, "killed by SIG%s", sigabbrev_np(WTERMSIG(s)));
        kill(job, SIGKILL);
        _exit(0);
    }
    char c;
    read(master, &c, 1);
    sleep_ms(20);
    type(keys);
    waitpid(child, NULL, 0);
}

static volatile int winches;
static void winch(int sig) { winches++; }

static void signals(void) {
    typing("vintr.foreground", "\x03");
    typing("vquit.foreground", "\x1c");
    typing("vsusp.foreground", "\x1a");
    fresh();
    IN_CHILD("sigwinch.foreground", {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        signal(SIGWINCH, winch);
        struct winsize w = {30, 90};
        ioctl(master, TIOCSWINSZ, &w);
        ioctl(master, TIOCSWINSZ, &w);
        sleep_ms(20);
        _exit(winches);
    });
    fresh();
    type("one\ntwo\x03");
    arrives(master);
    SHOW("vintr.flushesInput", "%s", arrives(slave));
    mode(NOFLSH, 0);
    type("one\ntwo\x03\n");
    SHOW("noflsh.keepsInput", "%s", arrives(slave));
    fresh();
    fflush(stdout);
    int done[2];
    pipe(done);
    if (fork() == 0) {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        if (fork() == 0) {
            for (;;) pause();
        }
        close(master);
        _exit(0);
    }
    int s;
    close(done[1]);
    wait(&s);
    char c;
    close(slave);
    slave = 0;
    fcntl(master, F_SETFL, 0);
    SHOW("exit.leaderHangsForegroundUp", "%s", outcome(read(master, &c, 1)));
}

int main(void) {
    signal(SIGALRM, SIG_DFL);
    alarm(50);
    fresh();
    opening();
    canonical();
    raw();
    flow();
    closing();
    session();
    background();
    signals();
    return 0;
}
