/** The embedded image: a few programs of our own, assembled when Kenari is built. */
package dev.kenari.tools.embedded;
