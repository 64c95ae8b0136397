/**
 * Capabilities: what a protection domain may do is what its {@link dev.kenari.kernel.cap.CapabilitySpace} holds. A {@link
 * dev.kenari.kernel.cap.Capability} names one object of the kernel (a component's port, a range of memory, a device, a notification)
 * with rights to it, and stands in one tree of derivation with all others: who derives gives no more than it has, and what is taken away
 * takes away all that was derived from it, in whatever space, at once (seL4's capability derivation tree). A domain knows the number of
 * a capability, never the object. ADR 26. All guarded by the kernel lock.
 */
package dev.kenari.kernel.cap;
