/** The Linux personality: gives traps their Linux meaning by calling the services. */
package dev.kenari.linux;
