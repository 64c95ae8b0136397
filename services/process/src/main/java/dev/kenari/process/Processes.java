package dev.kenari.process;

import dev.kenari.kernel.component.Protocol;

/**
 * The process service: what the personality calls. {@code tid} is always the caller's thread id; one that does not exist is
 * ESRCH.
 */
@Protocol
public interface Processes extends Lifecycle, Identities, Groups, Resources, Attributes {}
