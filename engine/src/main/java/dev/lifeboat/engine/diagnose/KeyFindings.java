package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.store.s3.S3Answer.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Findings about who asks: access keys, their rights, and the clock that signatures carry. Never a key itself.
record KeyFindings(S3Facts facts) {
    private static final String ID_VARIABLE = "_ACCESS_KEY_ID";
    private static final String NOTHING_FOUND = "no credentials for ";
    private static final String SEARCHED = "looked at: configuration, environment, web identity, profile, role";

    Finding none(String message) {
        return denied(
                Cause.NO_CREDENTIALS,
                Problem.of(ProblemCode.STORE_DENIED, "there is no access key for " + facts.host())
                        .withDetail(message.startsWith(NOTHING_FOUND) ? SEARCHED : message),
                "export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...");
    }

    Finding unknown(String code) {
        return denied(
                Cause.UNKNOWN_KEY,
                Problem.of(ProblemCode.STORE_DENIED, "wrong credentials: the store does not know this access key id")
                        .withDetail("it is from " + facts.keysOrigin())
                        .withDetail(facts.host() + " answers " + code + ": deleted, mistyped, or of another store"),
                assignment(true));
    }

    Finding wrongSecret() {
        return denied(
                Cause.WRONG_SECRET,
                Problem.of(
                                ProblemCode.STORE_DENIED,
                                "wrong credentials: the secret does not belong to this access key id")
                        .withDetail("the id is known to the store; it is from " + facts.keysOrigin())
                        .withDetail(facts.host() + " answers SignatureDoesNotMatch"),
                assignment(false));
    }

    Finding expired(String code) {
        return denied(
                Cause.KEYS_EXPIRED,
                Problem.of(ProblemCode.STORE_DENIED, "the temporary credentials have expired")
                        .withDetail("it is from " + facts.keysOrigin() + "; " + facts.host() + " answers " + code),
                assignment(true));
    }

    Finding clock(Refused refused) {
        Optional<Duration> ahead = refused.date().map(there -> Duration.between(there, facts.now()));
        String how = ahead.map(KeyFindings::skew).orElse("too far from that of the store");
        Problem problem = Problem.of(ProblemCode.STORE_DENIED, "the clock of this host is " + how);
        for (Instant there : refused.date().stream().toList()) {
            problem = problem.withDetail("here it is " + second(facts.now()) + ", at the store " + second(there));
        }
        return denied(
                Cause.CLOCK_SKEW,
                problem.withDetail(facts.host() + " answers RequestTimeTooSkewed"),
                "timedatectl set-ntp true");
    }

    private static String skew(Duration ahead) {
        Duration size = ahead.abs();
        String text = size.toHours() > 0
                ? "%d h %02d min".formatted(size.toHours(), size.toMinutesPart())
                : size.toMinutes() > 0
                        ? "%d min %02d s".formatted(size.toMinutes(), size.toSecondsPart())
                        : size.toSeconds() + " s";
        return text + (ahead.isNegative() ? " behind the store's" : " ahead of the store's");
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    Finding listDenied(Refused refused) {
        return denied(
                Cause.LIST_DENIED,
                said(
                                Problem.of(
                                        ProblemCode.STORE_DENIED,
                                        "the access key may not list bucket "
                                                + facts.url().bucket()),
                                refused)
                        .withDetail(
                                facts.url().root().isEmpty()
                                        ? "a policy may allow it below a prefix only"
                                        : "a policy may allow it below another prefix than "
                                                + facts.url().root() + "/"),
                "allow s3:ListBucket on arn:aws:s3:::" + facts.url().bucket() + " to the access key");
    }

    Finding getDenied(Refused refused) {
        String below = facts.url().root().isEmpty() ? "" : facts.url().root() + "/";
        return denied(
                Cause.GET_DENIED,
                said(
                        Problem.of(
                                ProblemCode.STORE_DENIED,
                                "the access key may list bucket " + facts.url().bucket() + " but not read objects"),
                        refused),
                "allow s3:GetObject on arn:aws:s3:::" + facts.url().bucket() + "/" + below + "* to the access key");
    }

    private Problem said(Problem problem, Refused refused) {
        Problem more = problem.withDetail("the key is from " + facts.keysOrigin())
                .withDetail(facts.host() + " answers " + S3Judgement.said(refused));
        return refused.message().isEmpty()
                        || refused.message().equals("Access Denied")
                        || refused.message().equals("Forbidden")
                ? more
                : more.withDetail("\"" + refused.message() + "\"");
    }

    /// How the key is given anew, where it came from a variable: with its id or without.
    private String assignment(boolean withId) {
        String origin = facts.keysOrigin();
        if (!origin.endsWith(ID_VARIABLE)) {
            return (withId ? "access-key-id and secret-access-key" : "secret-access-key") + ": correct what is from "
                    + origin;
        }
        String secret = origin.substring(0, origin.length() - ID_VARIABLE.length()) + "_SECRET_ACCESS_KEY";
        return "export " + (withId ? origin + "=... " : "") + secret + "=...";
    }

    private static Finding denied(Cause cause, Problem problem, String fix) {
        return new Finding(cause, problem, new Fix.First(fix));
    }
}
