#include "check.h"

int main(void) {
    scratch();
    int p[2];
    char buf[70000];
    SHOW("pipe.makes", "%s", outcome(pipe2(p, O_CLOEXEC)));
    SHOW("pipe2.cloexec", "%d %d", fcntl(p[0], F_GETFD), fcntl(p[1], F_GETFD));
    SHOW("pipe2.badFlags", "%s", outcome(pipe2(p, 0x10)));
    SHOW("pipe.write", "%s", outcome(write(p[1], "abc", 3)));
    int n;
    ioctl(p[0], FIONREAD, &n);
    SHOW("pipe.fionread", "%d", n);
    SHOW("pipe.read", "%s", outcome(read(p[0], buf, 10)));
    SHOW("pipe.seek", "%s", outcome(lseek(p[0], 0, SEEK_CUR)));
    SHOW("pipe.writeToReadEnd", "%s", outcome(write(p[0], "x", 1)));
    fcntl(p[0], F_SETFL, O_NONBLOCK);
    fcntl(p[1], F_SETFL, O_NONBLOCK);
    SHOW("pipe.emptyNonblocking", "%s", outcome(read(p[0], buf, 10)));
    SHOW("pipe.capacity", "%s", outcome(write(p[1], buf, 70000)));
    SHOW("pipe.fullNonblocking", "%s", outcome(write(p[1], buf, 1)));
    SHOW("fcntl.getPipeSize", "%s", outcome(fcntl(p[0], F_GETPIPE_SZ)));
    while (read(p[0], buf, sizeof buf) > 0) {
    }
    SHOW("fcntl.setPipeSize", "%s", outcome(fcntl(p[0], F_SETPIPE_SZ, 8192)));
    struct pollfd pf[2] = {{p[0], POLLIN, 0}, {p[1], POLLOUT, 0}};
    SHOW_THEN("poll.emptyPipe", poll(pf, 2, 0), " %x %x", pf[0].revents, pf[1].revents);
    close(p[1]);
    SHOW("pipe.endOfFile", "%s", outcome(read(p[0], buf, 10)));
    pf[0].revents = 0;
    poll(pf, 1, 0);
    SHOW("poll.hangup", "%x", pf[0].revents);
    close(p[0]);
    pipe(p);
    close(p[0]);
    signal(SIGPIPE, SIG_IGN);
    SHOW("pipe.brokenIgnored", "%s", outcome(write(p[1], "x", 1)));
    pf[1].fd = p[1];
    poll(pf + 1, 1, 0);
    SHOW("poll.error", "%x", pf[1].revents);
    IN_CHILD("pipe.brokenKills", signal(SIGPIPE, SIG_DFL); write(p[1], "x", 1));
    mkfifo("fifo", 0600);
    SHOW("fifo.writerWithoutReader", "%s", ok(open("fifo", O_WRONLY | O_NONBLOCK)));
    int r = open("fifo", O_RDONLY | O_NONBLOCK);
    SHOW("fifo.readerWithoutWriter", "%s", ok(r));
    SHOW("fifo.readWithoutWriter", "%s", outcome(read(r, buf, 1)));
    int w = open("fifo", O_WRONLY | O_NONBLOCK);
    SHOW("fifo.writerWithReader", "%s", ok(w));
    SHOW("fifo.readEmpty", "%s", outcome(read(r, buf, 1)));
    write(w, "fifo!", 5);
    SHOW_THEN("fifo.passes", read(r, buf, 9), " %.5s", buf);
    if (fork() == 0) {
        sleep_ms(20);
        int c = open("fifo2", O_WRONLY);
        write(c, "late", 4);
        _exit(0);
    }
    mkfifo("fifo2", 0600);
    int b = open("fifo2", O_RDONLY);
    SHOW_THEN("fifo.openBlocksForWriter", read(b, buf, 9), " %.4s", buf);
    wait(NULL);
    pipe2(p, O_DIRECT);
    write(p[1], "12", 2);
    write(p[1], "345", 3);
    SHOW("pipe2.packets", "%s", outcome(read(p[0], buf, 100)));
    int q[2];
    pipe(q);
    SHOW("tee.duplicates", "%s", outcome(tee(p[0], q[1], 100, 0)));
    SHOW("splice.moves", "%s", outcome(splice(p[0], NULL, q[1], NULL, 100, 0)));
    SHOW("splice.nothingIsPipe", "%s", outcome(splice(open("/dev/null", O_RDWR), NULL, open("/dev/null", O_RDWR), NULL, 1, 0)));
    return 0;
}
