#include "check.h"

static volatile int fired;
static void on(int s) {
    fired++;
}
static long since(struct timespec a) {
    struct timespec b;
    clock_gettime(CLOCK_MONOTONIC, &b);
    return (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
}

int main(void) {
    struct timespec a, b, t = {0, 20000000};
    clock_gettime(CLOCK_MONOTONIC, &a);
    nanosleep(&t, NULL);
    long ms = since(a);
    SHOW("nanosleep.sleeps", "%d", ms >= 20);
    t.tv_nsec = 1000000000;
    SHOW("nanosleep.badNanoseconds", "%s", outcome(nanosleep(&t, NULL)));
    t.tv_sec = -1;
    t.tv_nsec = 0;
    SHOW("nanosleep.negative", "%s", outcome(nanosleep(&t, NULL)));
    SHOW("clock_gettime.badClock", "%s", outcome(clock_gettime(99, &a)));
    SHOW("clock_getres.monotonic", "%s", outcome(clock_getres(CLOCK_MONOTONIC, &b)));
    SHOW("clock_getres.nanosecond", "%ld %ld", b.tv_sec, b.tv_nsec);
    clock_gettime(CLOCK_MONOTONIC, &a);
    b = a;
    b.tv_nsec += 15000000;
    if (b.tv_nsec >= 1000000000) b.tv_nsec -= 1000000000, b.tv_sec++;
    SHOW("clock_nanosleep.absolute", "%d", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &b, NULL));
    SHOW("clock_nanosleep.reached", "%d", since(a) >= 15);
    SHOW("clock_nanosleep.pastReturns", "%d", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &a, NULL));
    struct timespec c1, c2;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &c1);
    for (volatile int i = 0; i < 2000000; i++) {
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &c2);
    SHOW("clock_gettime.cpuAdvances", "%d", c2.tv_sec > c1.tv_sec || c2.tv_nsec > c1.tv_nsec);
    clock_gettime(CLOCK_REALTIME, &a);
    time_t now = time(NULL);
    clock_gettime(CLOCK_REALTIME, &b);
    SHOW("clock_gettime.realtimeIsNow", "%d", a.tv_sec > 1600000000 && a.tv_sec - 1 <= now && now <= b.tv_sec);
    signal(SIGALRM, on);
    struct itimerval it = {{0, 5000}, {0, 5000}}, old;
    setitimer(ITIMER_REAL, &it, NULL);
    while (fired < 3) pause();
    SHOW("setitimer.repeats", "%d", fired >= 3);
    it = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &it, &old);
    SHOW("setitimer.old", "%ld", (long)old.it_interval.tv_usec);
    fired = 0;
    signal(SIGVTALRM, on);
    it.it_value.tv_usec = 5000;
    setitimer(ITIMER_VIRTUAL, &it, NULL);
    while (!fired) {
    }
    SHOW("setitimer.virtual", "%d", fired);
    timer_t timer;
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    fired = 0;
    signal(SIGUSR1, on);
    SHOW("timer_create.works", "%s", outcome(timer_create(CLOCK_MONOTONIC, &ev, &timer)));
    struct itimerspec ts = {{0, 0}, {0, 5000000}};
    timer_settime(timer, 0, &ts, NULL);
    while (!fired) pause();
    SHOW("timer_settime.fires", "%d", fired);
    SHOW("timer_delete.works", "%s", outcome(timer_delete(timer)));
    SHOW("timer_gettime.deleted", "%s", outcome(timer_gettime(timer, &ts)));
    struct tms tm;
    SHOW("times.works", "%d", times(&tm) > 0);
    SHOW("gettimeofday.works", "%s", outcome(gettimeofday(&(struct timeval){0}, NULL)));
    IN_CHILD("clock_settime.needsPrivilege", setuid(7); _exit(clock_settime(CLOCK_REALTIME, &a) == -1 ? errno : 0));
    struct rusage ru;
    SHOW_THEN("getrusage.self", getrusage(RUSAGE_SELF, &ru), " %d", ru.ru_utime.tv_sec + ru.ru_utime.tv_usec > 0);
    SHOW("getrusage.badWho", "%s", outcome(getrusage(77, &ru)));
    return 0;
}
