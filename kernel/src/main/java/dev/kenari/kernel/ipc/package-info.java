/** What may pass between protection domains besides plain values: grants of memory. */
package dev.kenari.kernel.ipc;
