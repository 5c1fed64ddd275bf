package dev.lifeboat.runbooks.services;

import dev.lifeboat.runbooks.HealthSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Asks by URL or by command, at a steady pace, until the time is over (SE-12: http and https only, no redirect is
/// followed, no answer is read, addresses of cloud metadata are refused).
public final class HealthChecks {
    private static final Duration PACE = Duration.ofMillis(500);
    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(10);
    private static final Set<String> METADATA = Set.of(
            "169.254.169.254", "169.254.170.2", "[fd00:ec2::254]", "metadata.google.internal", "100.100.100.200");

    private final Commands commands;

    public HealthChecks(Commands commands) {
        this.commands = commands;
    }

    public HealthCheck of(HealthSpec spec) {
        return switch (spec) {
            case HealthSpec.Url(String url, int expected, Duration timeout) ->
                cancelled -> until(timeout, cancelled, () -> ask(url, expected));
            case HealthSpec.Command(List<String> arguments, Duration timeout) ->
                cancelled -> until(timeout, cancelled, () -> run(arguments));
        };
    }

    private static Health until(Duration timeout, BooleanSupplier cancelled, Supplier<Health> attempt) {
        long end = System.nanoTime() + timeout.toNanos();
        Health health = attempt.get();
        while (health instanceof Health.Unwell && System.nanoTime() < end && !cancelled.getAsBoolean()) {
            LockSupport.parkNanos(PACE.toNanos());
            health = attempt.get();
        }
        return health;
    }

    private static Health ask(String text, int expected) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            return new Health.Unwell("the health check's address is not a URL");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || METADATA.contains(host)) {
            return new Health.Unwell("not an address for a health check: " + scheme + "://" + host);
        }
        try {
            if (!(url.toURL().openConnection() instanceof HttpURLConnection connection)) {
                return new Health.Unwell("not an http address: " + shown(url));
            }
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(Math.toIntExact(ONE_ATTEMPT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(ONE_ATTEMPT.toMillis()));
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == expected
                    ? new Health.Well(shown(url) + " answered " + status)
                    : new Health.Unwell(shown(url) + " answered " + status + ", expected " + expected);
        } catch (IOException | IllegalArgumentException e) {
            return new Health.Unwell(shown(url) + ": " + e.getMessage());
        }
    }

    /// Without user, password and query, which may hold secrets (SE-1).
    private static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getPath();
    }

    private Health run(List<String> arguments) {
        Commands.Result result = commands.run(arguments, ONE_ATTEMPT);
        String program = arguments.getFirst().replaceFirst(".*/", "");
        return result instanceof Commands.Result.Ended(int status, String _, String _) && status == 0
                ? new Health.Well(program + " ended 0")
                : new Health.Unwell(program + ": " + Commands.said(result));
    }
}
