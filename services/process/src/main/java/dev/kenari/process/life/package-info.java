/**
 * The lives of processes: clone(2), exit(2), wait(2), credentials, groups, limits, and process 1.
 * {@link dev.kenari.process.life.ProcessService} answers the protocol with them.
 */
package dev.kenari.process.life;
