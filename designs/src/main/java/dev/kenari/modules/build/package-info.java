/**
 * The build's part of loadable modules: packs classes into {@code .ko} files ({@link dev.kenari.modules.build.ModuleWriter}), signs them
 * ({@link dev.kenari.modules.build.ModuleSigner}), and writes the indexes that depmod(8) would write
 * ({@link dev.kenari.modules.build.ModuleIndexes}). The same sources and the same key give the same bytes.
 */
package dev.kenari.modules.build;
