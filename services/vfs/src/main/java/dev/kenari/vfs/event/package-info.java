/** Event descriptors: eventfd(2), timerfd_create(2), signalfd(2). */
package dev.kenari.vfs.event;
