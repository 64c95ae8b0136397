/** What futex(2) owes to threads that end: robust lists, ids of threads that are gone, ownership. */
package dev.kenari.process.futex;
