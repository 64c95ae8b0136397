/**
 * The profiler: samples of what programs do. It stands beside the trap dispatcher, which tells it how long each task ran in U-mode
 * and in the kernel, and so needs nothing of the engine that executes instructions.
 */
package dev.kenari.kernel.profile;
