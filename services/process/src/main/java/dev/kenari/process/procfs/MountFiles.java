package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.MountedFileSystem;
import dev.kenari.vfs.Vfs;

/** proc_pid_mounts(5) and proc_pid_mountinfo(5). */
final class MountFiles {
    private final Vfs vfs;

    MountFiles(Vfs vfs) {
        this.vfs = vfs;
    }

    String mounts(int client) throws Errno {
        StringBuilder text = new StringBuilder();
        for (MountedFileSystem m : vfs.mounts(client)) {
            text.append(escaped(m.source())).append(' ').append(escaped(m.mountPoint())).append(' ').append(m.type());
            text.append(' ').append(merged(m.options(), m.superOptions())).append(" 0 0\n");
        }
        return text.toString();
    }

    /** The mount's options, then the file system's own; read-only if either is. */
    private static String merged(String options, String superOptions) {
        String access = first(options).equals("ro") || first(superOptions).equals("ro") ? "ro" : "rw";
        return access + rest(options) + rest(superOptions);
    }

    private static String first(String options) {
        int comma = options.indexOf(',');
        return comma < 0 ? options : options.substring(0, comma);
    }

    private static String rest(String options) {
        return options.substring(first(options).length());
    }

    String mountInfo(int client) throws Errno {
        StringBuilder text = new StringBuilder();
        for (MountedFileSystem m : vfs.mounts(client)) {
            text.append(m.id()).append(' ').append(m.parent()).append(' ');
            text.append(DeviceNumber.major(m.device())).append(':').append(DeviceNumber.minor(m.device())).append(' ');
            text.append(escaped(m.root())).append(' ').append(escaped(m.mountPoint())).append(' ').append(m.options());
            text.append(' ').append(m.propagation()).append("- ").append(m.type()).append(' ').append(escaped(m.source())).append(' ');
            text.append(m.superOptions()).append('\n');
        }
        return text.toString();
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012")
                .replace("#", "\\043");
    }
}
