/** The loadable modules that come with Kenari: a package for each, and the tree of files that the guest sees as /lib/modules. */
package dev.kenari.modules;
