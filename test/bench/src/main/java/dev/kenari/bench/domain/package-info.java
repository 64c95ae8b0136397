/** Work as services do it, to be measured as it is and rewritten for a protection domain. */
package dev.kenari.bench.domain;
