package dev.kenari.vfs;

/** What epoll_wait(2) reports of a file: the events that hold, and the data that epoll_ctl(2) was given. */
public record EpollEvent(int events, long data) {}
