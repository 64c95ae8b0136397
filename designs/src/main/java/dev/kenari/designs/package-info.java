/** What a design is asked for and what it gives: a request in, a running system out. */
package dev.kenari.designs;
