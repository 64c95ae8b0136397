package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.Vfs;
import java.util.ArrayList;
import java.util.List;

/** Finds {@code USER[:GROUP]} in the guest's own passwd(5) and group(5). */
public final class Users {
    /** @param home where the user lives; {@code /} if passwd(5) does not say */
    public record User(int uid, int gid, int[] groups, String home) {}

    /** The user or the group is not in the image; the message says which. */
    public static final class UnknownUser extends Exception {
        UnknownUser(String message) {
            super(message, null, false, false);
        }
    }

    private static final int AT_FDCWD = -100;
    private static final int CHUNK = 65536;

    private final List<String[]> passwd;
    private final List<String[]> group;

    /** @param client that may read the root file system */
    public Users(Vfs vfs, int client) throws Errno {
        passwd = table(vfs, client, "/etc/passwd", 7);
        group = table(vfs, client, "/etc/group", 4);
    }

    /** @param text names or numbers; null is root */
    public User find(String text) throws UnknownUser {
        String[] parts = (text == null ? "0" : text).split(":", 2);
        String[] entry = lookUp(passwd, parts[0]);
        if (entry == null && !isNumber(parts[0])) {
            throw new UnknownUser("user '" + parts[0] + "' is not in the image's /etc/passwd");
        }
        int uid = entry == null ? Integer.parseInt(parts[0]) : Integer.parseInt(entry[2]);
        int gid = entry == null ? 0 : Integer.parseInt(entry[3]);
        int[] groups = entry == null ? new int[0] : memberships(entry[0]);
        if (parts.length == 2) {
            String[] named = lookUp(group, parts[1]);
            if (named == null && !isNumber(parts[1])) {
                throw new UnknownUser("group '" + parts[1] + "' is not in the image's /etc/group");
            }
            gid = named == null ? Integer.parseInt(parts[1]) : Integer.parseInt(named[2]);
            groups = new int[0];
        }
        return new User(uid, gid, groups, entry == null || entry[5].isEmpty() ? "/" : entry[5]);
    }

    private int[] memberships(String user) {
        return group.stream()
                .filter(g -> List.of(g[3].split(",")).contains(user))
                .mapToInt(g -> Integer.parseInt(g[2]))
                .toArray();
    }

    private static String[] lookUp(List<String[]> table, String nameOrNumber) {
        for (String[] entry : table) {
            if (entry[0].equals(nameOrNumber) || entry[2].equals(nameOrNumber)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }

    /** The well-formed lines of a colon-separated file; none if it is not there. */
    private static List<String[]> table(Vfs vfs, int client, String path, int fields) throws Errno {
        List<String[]> result = new ArrayList<>();
        for (String line : read(vfs, client, path).split("\n")) {
            String[] entry = line.split(":", -1);
            boolean numbers = entry.length == fields && isNumber(entry[2]) && (fields == 4 || isNumber(entry[3]));
            if (numbers) {
                result.add(entry);
            }
        }
        return result;
    }

    private static String read(Vfs vfs, int client, String path) throws Errno {
        int fd;
        try {
            fd = vfs.openat(client, AT_FDCWD, path, 0, 0);
        } catch (Errno e) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (byte[] bytes = vfs.readBytes(client, fd, CHUNK, 0);
                bytes.length > 0;
                bytes = vfs.readBytes(client, fd, CHUNK, text.length())) {
            for (byte b : bytes) {
                text.append((char) (b & 0xFF));
            }
        }
        vfs.close(client, fd);
        return text.toString();
    }
}
