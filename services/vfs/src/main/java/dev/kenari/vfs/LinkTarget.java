package dev.kenari.vfs;

/**
 * Where a symbolic link leads. Most are a path; proc(5) has magic ones that lead to a file itself, whatever its name
 * is now.
 *
 * @param path for {@link Kind#PATH} the target, else ignored
 * @param client whose file it is, unless a path or a handle
 * @param number for {@link Kind#DESCRIPTOR} the descriptor, for {@link Kind#HANDLE} the handle
 */
public record LinkTarget(Kind kind, String path, int client, int number) {
    /** What a link leads to. */
    public enum Kind {
        PATH,
        /** An open descriptor of {@code client}. */
        DESCRIPTOR,
        /** The working directory of {@code client}. */
        WORKING_DIRECTORY,
        /** The root directory of {@code client}. */
        ROOT,
        /** The mount namespace of {@code client}. */
        MOUNT_NAMESPACE,
        /** An open file description by its handle: {@link FileHandles}. */
        HANDLE
    }

    public static LinkTarget path(String path) {
        return new LinkTarget(Kind.PATH, path, 0, 0);
    }
}
