/** Interval timers, POSIX timers and processor-time clocks of processes (timer_create(2), setitimer(2), clock_gettime(2)). */
package dev.kenari.process.timer;
