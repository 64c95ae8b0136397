# Sourced by scripts: finds a JDK 25.

fail() {
    printf 'error: %s: %s\n' "$1" "$2" >&2
    exit 125
}

is_25() {
    [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    else
        version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
    fi
    [ "${version:-0}" -ge 25 ]
}

# A JDK of the user's choice first, then the usual places of Linux distributions, SDKMAN and macOS.
find_jdk() {
    on_path=$(command -v java 2>/dev/null || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for jdk in "${KENARI_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$jdk" ] && is_25 "$jdk"; then
            printf '%s\n' "$jdk"
            return
        fi
    done
    fail no-jdk 'no JDK 25 found: install one, or set KENARI_JAVA_HOME to its directory'
}
