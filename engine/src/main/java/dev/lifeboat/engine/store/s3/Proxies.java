package dev.lifeboat.engine.store.s3;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which requests go through a proxy: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not. A proxy
/// that wants a password is not supported.
record Proxies(Map<String, String> environment) {
    /// The proxy for a host, as `http://host:port`.
    Optional<URI> proxyFor(String scheme, String host) {
        if (isExempt(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return variable(scheme + "_proxy").flatMap(Proxies::uri);
    }

    private boolean isExempt(String host) {
        return variable("no_proxy").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                .map(each -> each.toLowerCase(Locale.ROOT)
                        .replaceFirst("^\\*?\\.", "")
                        .replaceFirst(":[0-9]+$", ""))
                .filter(each -> !each.isEmpty())
                .anyMatch(each -> each.equals("*") || host.equals(each) || host.endsWith("." + each));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .filter(text -> !text.isBlank());
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
            return Optional.of(uri).filter(each -> each.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
