package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The two calls of AWS's token service that a replicator needs (API version 2011-06-15).
record Sts(Http http, Clock clock, String region, Optional<String> endpoint, String sessionName) {
    private static final String VERSION = "2011-06-15";

    /// Keys for a token that the platform has put into a file.
    TemporaryKeys.Lease webIdentity(String role, String token) throws IOException {
        SortedMap<String, String> form = form("AssumeRoleWithWebIdentity", role);
        form.put("WebIdentityToken", token);
        Payload payload = Payload.of(Signer.query(form));
        return lease(http.exchange("POST", uri(), Map.of("content-type", FORM), payload), role, "a web identity token");
    }

    /// Keys for a role that `keys` may take on.
    TemporaryKeys.Lease assume(String role, AccessKeys keys) throws IOException {
        Payload payload = Payload.of(Signer.query(form("AssumeRole", role)));
        URI uri = uri();
        SortedMap<String, String> signed = new Signer(keys, region, "sts")
                .sign(
                        new Signer.Signed(
                                "POST",
                                uri.getRawPath(),
                                new TreeMap<>(),
                                Map.of("host", uri.getAuthority(), "content-type", FORM),
                                payload.sha256Hex()),
                        clock.instant());
        return lease(http.exchange("POST", uri, signed, payload), role, keys.origin());
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private SortedMap<String, String> form(String action, String role) {
        return new TreeMap<>(
                Map.of("Action", action, "Version", VERSION, "RoleArn", role, "RoleSessionName", sessionName));
    }

    private URI uri() throws IOException {
        try {
            URI uri = URI.create(endpoint.orElse("https://sts." + region + ".amazonaws.com"));
            return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
        } catch (IllegalArgumentException e) {
            throw new StoreException(Kind.UNREACHABLE, "not an endpoint of STS: " + endpoint.orElse(region), e);
        }
    }

    private TemporaryKeys.Lease lease(Answer answer, String role, String origin) throws IOException {
        if (!answer.ok()) {
            String code = Xml.first(answer.body(), "Error/Code").orElse("");
            String message = "credentials for " + role + " refused by STS: " + answer.status() + " " + code
                    + Xml.first(answer.body(), "Error/Message")
                            .map(text -> " - " + text)
                            .orElse("") + " (asked with "
                    + origin + ")";
            throw answer.status() >= 500
                            || answer.status() == 429
                            || code.equals("Throttling")
                            || code.equals("IDPCommunicationError")
                    ? new IOException(message)
                    : new StoreException(Kind.DENIED, message, new IOException(code));
        }
        Map<String, String> said = new TreeMap<>();
        Xml.read(answer.body(), (path, text) -> {
            int credentials = path.indexOf("/Credentials/");
            if (credentials >= 0) {
                said.put(path.substring(credentials + "/Credentials/".length()), text.strip());
            }
        });
        try {
            return new TemporaryKeys.Lease(
                    new AccessKeys(
                            said.getOrDefault("AccessKeyId", ""),
                            new Secret(said.getOrDefault("SecretAccessKey", "")),
                            Optional.ofNullable(said.get("SessionToken")).map(Secret::new),
                            "role " + role),
                    Instant.parse(said.getOrDefault("Expiration", "")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("STS gave no credentials for " + role);
        }
    }
}
