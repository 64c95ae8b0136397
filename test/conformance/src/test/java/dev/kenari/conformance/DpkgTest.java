package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Debian images are what dpkg leaves when it has configured every package. */
class DpkgTest {
    @Test
    void everyPackageIsInstalled() throws InterruptedException {
        Guest.Result result = Guest.of(DebianImage.open("debian"))
                .run("sh", "-ec", "dpkg-query -W -f '${db:Status-Abbrev}\n' | sort -u; dpkg --audit; dpkg --verify");
        assertThat(result.output()).as(result.error()).isEqualTo("ii \n");
        assertThat(result.status()).isZero();
    }

    @Test
    void scriptsHaveMadeWhatTheyMake() throws InterruptedException {
        Guest.Result result = Guest.of(DebianImage.open("debian"))
                .run("sh", "-ec", "readlink /etc/alternatives/awk; grep -c ^root: /etc/passwd; ldconfig -p | grep -c libc.so.6;"
                        + " grep -x /bin/bash /etc/shells; stat -c '%a %U:%G' /var/mail /var/log/wtmp /etc/hosts;"
                        + " test ! -e /usr/sbin/policy-rc.d; find /run/kenari /tmp -mindepth 1 2>/dev/null || true");
        assertThat(result.lines())
                .as(result.error())
                .containsExactly(
                        "/usr/bin/mawk", "1", "1", "/bin/bash", "2775 root:mail", "664 root:utmp", "644 root:root");
    }

    @Test
    void pythonModulesAreCompiled() throws InterruptedException {
        Guest.Result result = Guest.of(DebianImage.open("debian+python3"))
                .run("python3", "-vc", "import json, subprocess");
        assertThat(result.status()).isZero();
        assertThat(result.error()).contains("json/__pycache__/decoder.cpython").doesNotContainPattern("code object from '[^']*[.]py'");
    }
}
