package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sources.list(5), apt.conf(5), apt-transport-http(1). */
final class AptTest {
    @TempDir
    Path etcApt;

    @BeforeEach
    void makeDirectories() throws IOException {
        Files.createDirectories(etcApt.resolve("sources.list.d"));
        Files.createDirectories(etcApt.resolve("apt.conf.d"));
    }

    @Test
    void readsOneLineSources() throws IOException {
        Files.writeString(etcApt.resolve("sources.list"), """
                # deb http://commented.example/debian bookworm main
                deb [arch=amd64 signed-by=/k.gpg] http://one.example/debian bookworm main contrib # why
                deb-src http://source.example/debian bookworm main
                deb http://security.example/debian-security bookworm-security main
                deb http://flat.example/repo ./
                deb cdrom:[Debian]/ bookworm main
                """);
        Files.writeString(
                etcApt.resolve("sources.list.d/b.list"), "deb https://two.example/debian/ sid main\n");
        assertThat(AptSources.read(etcApt))
                .containsExactly(URI.create("http://one.example/debian/"), URI.create("https://two.example/debian/"));
    }

    @Test
    void readsDeb822Sources() throws IOException {
        Files.writeString(etcApt.resolve("sources.list.d/debian.sources"), """
                Types: deb deb-src
                URIs: http://one.example/debian
                  http://two.example/debian
                Suites: bookworm bookworm-updates
                Components: main

                Types: deb
                URIs: http://security.example/debian-security
                Suites: bookworm-security
                Components: main

                Enabled: no
                Types: deb
                URIs: http://disabled.example/debian
                Suites: bookworm
                Components: main
                """);
        assertThat(AptSources.read(etcApt))
                .containsExactly(URI.create("http://one.example/debian/"), URI.create("http://two.example/debian/"));
    }

    @Test
    void findsNothingOnAnotherHost() {
        assertThat(AptSources.read(etcApt.resolve("absent"))).isEmpty();
    }

    @Test
    void readsSettingsInBothForms() throws IOException {
        Files.writeString(etcApt.resolve("apt.conf.d/10a"), """
                // comment with "quotes";
                Acquire::http::Proxy "http://old.example:1";
                Acquire { http { Proxy::special.example "DIRECT"; }; Check-Valid-Until "false"; };
                Acquire::Languages:: "none";
                """);
        Files.writeString(
                etcApt.resolve("apt.conf.d/20b.conf"), "acquire::HTTP::proxy \"http://new.example:3128/\";");
        Files.writeString(etcApt.resolve("apt.conf.d/30c.bak"), "Acquire::http::Proxy \"http://not.example:1\";");
        AptConfiguration apt = AptConfiguration.read(etcApt);
        assertThat(apt.get("Acquire::http::Proxy")).isEqualTo("http://new.example:3128/");
        assertThat(apt.isEnabled("Acquire::Check-Valid-Until")).isFalse();
        assertThat(apt.isEnabled("Acquire::Check-Date")).isTrue();
        Proxies proxies = new Proxies(apt, Map.of("http_proxy", "http://environment.example:9"));
        assertThat(proxies.select(URI.create("http://a.example/x"))).containsExactly(proxy("new.example", 3128));
        assertThat(proxies.select(URI.create("https://a.example/x"))).containsExactly(proxy("new.example", 3128));
        assertThat(proxies.select(URI.create("http://special.example/x"))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void takesTheProxyOfTheEnvironment() {
        Map<String, String> environment =
                Map.of("http_proxy", "proxy.example:8080", "no_proxy", "localhost, .inside.example");
        Proxies proxies = new Proxies(AptConfiguration.read(etcApt), environment);
        assertThat(proxies.select(URI.create("http://a.example/"))).containsExactly(proxy("proxy.example", 8080));
        assertThat(proxies.select(URI.create("http://b.inside.example/"))).containsExactly(Proxy.NO_PROXY);
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }
}
