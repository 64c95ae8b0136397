/** FUSE requests as the guest writes them: to the shares of the host, and to file systems in processes. Below the drivers, so that one in a domain has a copy. */
package dev.kenari.drivers.virtio.fuse;
