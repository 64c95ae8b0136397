package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of {@code mount -t overlay}. Features that are off by default on Linux (redirect_dir, index, metacopy, nfs_export) can
 * only be off.
 *
 * @param lower topmost first, without escapes
 * @param upper null if the overlay is read-only
 * @param attributes prefix of the names of the overlay's own extended attributes
 * @param durable files are stable before a copy of them replaces them
 */
record OverlayOptions(List<String> lower, String upper, String work, String attributes, boolean durable) {
    private static final int MAX_LAYERS = 500;

    static OverlayOptions parse(String text) throws Errno {
        List<String> lower = new ArrayList<>();
        String upper = null;
        String work = null;
        String attributes = "trusted.overlay.";
        boolean durable = true;
        for (String option : split(text, ',')) {
            int equals = option.indexOf('=');
            String value = option.substring(equals + 1);
            switch (equals < 0 ? option : option.substring(0, equals)) {
                case "lowerdir" -> {
                    lower.clear();
                    split(value, ':').forEach(name -> lower.add(unescape(name)));
                }
                case "lowerdir+" -> lower.add(value);
                case "upperdir" -> upper = unescape(value);
                case "workdir" -> work = unescape(value);
                case "redirect_dir" -> check(value.equals("off") || value.equals("nofollow"));
                case "index", "metacopy", "nfs_export" -> check(value.equals("off"));
                case "xino" -> check(List.of("on", "off", "auto").contains(value));
                case "uuid" -> check(List.of("on", "off", "auto", "null").contains(value));
                case "default_permissions" -> {}
                case "userxattr" -> attributes = "user.overlay.";
                case "volatile" -> durable = false;
                default -> throw Errno.EINVAL;
            }
        }
        check(!lower.isEmpty() && lower.size() <= MAX_LAYERS && !lower.contains(""));
        // Without upperdir, workdir is ignored.
        check(upper == null ? lower.size() > 1 : work != null);
        return new OverlayOptions(List.copyOf(lower), upper, upper == null ? null : work, attributes, durable);
    }

    private static void check(boolean valid) throws Errno {
        if (!valid) {
            throw Errno.EINVAL;
        }
    }

    /** At each separator that no backslash escapes; escapes stay. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == separator) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            plain.append(text.charAt(at));
        }
        return plain.toString();
    }
}
