package dev.kenari.linux.syscall;

import static dev.kenari.linux.LinuxProgram.check;

import org.junit.jupiter.api.Test;

class SchedSetschedulerTest {
    @Test
    void policiesAndPrioritiesAreChecked() throws Exception {
        check("", """
                IN_CHILD({
                    struct sched_param p = {0};
                    CHECK(sched_getscheduler(0) == SCHED_OTHER);
                    CHECK(sched_setscheduler(0, SCHED_BATCH, &p) == 0 && sched_getscheduler(0) == SCHED_BATCH);
                    FAILS(sched_setscheduler(0, SCHED_FIFO, &p), EINVAL);
                    FAILS(sched_setscheduler(0, 77, &p), EINVAL);
                    FAILS(sched_setscheduler(999999, SCHED_OTHER, &p), ESRCH);
                    CHECK(sched_setscheduler(0, SCHED_OTHER, &p) == 0);
                    p.sched_priority = 5;
                    FAILS(sched_setscheduler(0, SCHED_OTHER, &p), EINVAL);
                    CHECK(sched_get_priority_max(SCHED_FIFO) == 99 && sched_get_priority_min(SCHED_RR) == 1);
                    CHECK(sched_get_priority_max(SCHED_OTHER) == 0);
                    FAILS(sched_get_priority_max(99), EINVAL);
                    CHECK(setuid(1000) == 0);
                    FAILS(sched_setscheduler(0, SCHED_FIFO, &p), EPERM);
                });
                """);
    }

    @Test
    void niceValuesAddUpAndAreInherited() throws Exception {
        check("", """
                IN_CHILD({
                    CHECK(nice(5) == 5 && getpriority(PRIO_PROCESS, 0) == 5);
                    IN_CHILD(CHECK(getpriority(PRIO_PROCESS, 0) == 5));
                    CHECK(setpriority(PRIO_PROCESS, 0, 100) == 0 && getpriority(PRIO_PROCESS, 0) == 19);
                    CHECK(setuid(1000) == 0);
                    FAILS(setpriority(PRIO_PROCESS, 0, 10), EACCES);
                    FAILS(setpriority(PRIO_PROCESS, getppid(), 10), EPERM);
                    FAILS(setpriority(9, 0, 10), EINVAL);
                    errno = 0;
                    FAILS(getpriority(PRIO_PROCESS, 999999), ESRCH);
                });
                """);
    }

    @Test
    void affinityIsASetOfHartsThatThereAre() throws Exception {
        check("", """
                IN_CHILD({
                    cpu_set_t set;
                    CPU_ZERO(&set);
                    FAILS(sched_setaffinity(0, sizeof set, &set), EINVAL);
                    CHECK(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) >= 1 && CPU_ISSET(0, &set));
                    CPU_ZERO(&set);
                    CPU_SET(0, &set);
                    CHECK(sched_setaffinity(0, sizeof set, &set) == 0);
                    CHECK(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == 1);
                    unsigned cpu = 9; unsigned node = 9;
                    CHECK(syscall(SYS_getcpu, &cpu, &node, 0) == 0 && cpu == 0 && node == 0);
                    CHECK(sched_yield() == 0);
                    FAILS(syscall(SYS_sched_getaffinity, 0, 4, &set), EINVAL);
                });
                """);
    }
}
