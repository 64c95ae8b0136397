/** The {@code kenari} command: one class per subcommand. Our words go to standard error, the guest's to where it writes them. */
package dev.kenari.tools;
