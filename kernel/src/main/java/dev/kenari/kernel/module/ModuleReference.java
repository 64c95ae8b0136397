package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;

/** Who a driver, a file system or a device belongs to: each use of what is registered holds its owner in the kernel. */
public interface ModuleReference {
    /** What is always there. */
    ModuleReference BUILT_IN = new ModuleReference() {
        @Override
        public void acquire() {}

        @Override
        public void release() {}
    };

    /** One more user. ENODEV if the module is about to go. */
    void acquire() throws Errno;

    /** One user less. */
    void release();
}
