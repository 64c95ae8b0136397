/** The schedulable context: a {@link dev.kenari.kernel.task.Task} and its kernel stack, a virtual thread. */
package dev.kenari.kernel.task;
