package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/**
 * An extended attribute as it is stored: the beginning of its name is a number.
 *
 * @param name what follows the beginning
 */
record Attribute(int index, String name, byte[] value) {
    static final int SYSTEM = 7;
    private static final String[] PREFIXES = {
        null, "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", null, "security.", "system."
    };

    private static final int ACL_ACCESS = 2;
    private static final int ACL_DEFAULT = 3;

    /** Of a whole name; EOPNOTSUPP for a beginning that ext4 has no number for. */
    static Attribute of(String name, byte[] value) throws Errno {
        for (int i = 1; i < SYSTEM; i++) {
            boolean whole = i == ACL_ACCESS || i == ACL_DEFAULT;
            String prefix = PREFIXES[i];
            if (prefix != null && (whole ? name.equals(prefix) : name.startsWith(prefix))) {
                return new Attribute(i, name.substring(prefix.length()), value);
            }
        }
        throw Errno.EOPNOTSUPP;
    }

    /** Part of the format itself, such as inline data. */
    boolean hidden() {
        return index >= SYSTEM || index < 1 || PREFIXES[index] == null;
    }

    String fullName() {
        return PREFIXES[index] + name;
    }

    boolean sameName(Attribute other) {
        return index == other.index && name.equals(other.name);
    }

    /** Whether it is an access control list, whose entries are stored without what they don't need. */
    boolean isAccessList() {
        return index == ACL_ACCESS || index == ACL_DEFAULT;
    }
}
