package dev.kenari.image.debian;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which proxy a download goes through, as apt decides (apt-transport-http(1)): the setting for the host, the setting
 * for the scheme ("DIRECT" means none), the environment, and last the JVM's own.
 */
final class Proxies extends ProxySelector {
    private final AptConfiguration apt;
    private final Map<String, String> environment;

    Proxies(AptConfiguration apt, Map<String, String> environment) {
        this.apt = apt;
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = configured(uri);
        if (proxy == null) {
            ProxySelector system = ProxySelector.getDefault();
            return system == null || system == this ? List.of(Proxy.NO_PROXY) : system.select(uri);
        }
        if (proxy.isEmpty() || proxy.equalsIgnoreCase("DIRECT")) {
            return List.of(Proxy.NO_PROXY);
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    }

    /** Null where nothing is configured. */
    private String configured(URI uri) {
        String scheme = uri.getScheme();
        // https falls back on the settings for http.
        for (String method : scheme.equals("https") ? List.of("https", "http") : List.of(scheme)) {
            String forHost = apt.get("Acquire::" + method + "::Proxy::" + uri.getHost());
            String proxy = forHost != null ? forHost : apt.get("Acquire::" + method + "::Proxy");
            if (proxy != null) {
                return proxy;
            }
        }
        if (isExempt(uri.getHost())) {
            return "DIRECT";
        }
        String proxy = environment.get(scheme + "_proxy");
        return proxy != null ? proxy : environment.get("all_proxy");
    }

    private boolean isExempt(String host) {
        for (String name : environment.getOrDefault("no_proxy", "").split("[,\\s]+")) {
            String suffix = name.startsWith(".") ? name.substring(1) : name;
            if (name.equals("*")
                    || !suffix.isEmpty()
                            && (host.equalsIgnoreCase(suffix)
                                    || host.toLowerCase(Locale.ROOT).endsWith("." + suffix.toLowerCase(Locale.ROOT)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails with the same exception; there is no second proxy to fall back on.
    }
}
