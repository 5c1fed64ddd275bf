package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.store.s3.S3Answer;
import dev.lifeboat.engine.store.s3.S3Answer.Refused;
import dev.lifeboat.engine.store.s3.S3Answer.Unreachable;
import java.net.URI;
import java.util.List;

/// Findings about where the bucket was looked for: host, scheme, region, style, name.
record PlaceFindings(S3Facts facts) {
    private static final int SHOWN_BUCKETS = 5;

    Finding region(String named) {
        String ours = facts.url().region().orElse("us-east-1");
        Problem problem = Problem.of(
                        ProblemCode.STORE_UNREACHABLE,
                        "bucket " + facts.url().bucket() + " is in region " + named + ", not in " + ours)
                .withDetail(
                        facts.url().region().isPresent()
                                ? "the region comes from the URL or the configuration"
                                : "neither the URL nor the configuration names one, so " + ours + " was taken");
        return new Finding(
                Cause.WRONG_REGION, problem, new Fix.UseUrl(facts.edit().with("region", named)));
    }

    /// Moved, and nobody says where to.
    Finding elsewhere(Refused refused) {
        Problem problem = Problem.of(
                        ProblemCode.STORE_UNREACHABLE,
                        "bucket " + facts.url().bucket() + " is in another region or at another endpoint")
                .withDetail(facts.host() + " answers " + S3Judgement.said(refused));
        if (refused.endpoint().isPresent()) {
            String there = refused.endpoint().get();
            return new Finding(
                    Cause.WRONG_REGION,
                    problem.withDetail("it names " + there),
                    new Fix.UseUrl(facts.edit().with("endpoint", "https://" + there)));
        }
        return new Finding(
                Cause.WRONG_REGION, problem, new Fix.UseUrl(facts.edit().with("region", "REGION-OF-THE-BUCKET")));
    }

    Finding pathStyle() {
        boolean isInPath = facts.url().pathStyle();
        Problem problem = Problem.of(
                        ProblemCode.STORE_UNREACHABLE,
                        isInPath
                                ? "this store wants the bucket's name in the host, not in the path"
                                : "this store wants the bucket's name in the path, not in the host")
                .withDetail("asked was " + facts.host()
                        + (isInPath ? "/" + facts.url().bucket() : ""));
        return new Finding(
                Cause.PATH_STYLE, problem, new Fix.UseUrl(facts.edit().with("force-path-style", "" + !isInPath)));
    }

    Finding bucketMissing(String code) {
        String bucket = facts.url().bucket();
        Problem problem = Problem.of(ProblemCode.STORE_UNREACHABLE, "there is no bucket " + bucket + " at " + server())
                .withDetail(facts.host() + " answers " + code);
        List<String> others = Similar.byLikeness(
                bucket,
                facts.buckets().stream().filter(each -> !each.equals(bucket)).toList());
        if (others.size() < facts.buckets().size()) {
            problem = problem.withDetail("and yet it names it among the buckets of this key");
        }
        if (!others.isEmpty()) {
            problem = problem.withDetail("there " + (others.size() == 1 ? "is" : "are") + " for this key: "
                    + Similar.shown(others, SHOWN_BUCKETS));
        }
        Fix fix = others.isEmpty() || others.size() > 1 && !Similar.isLikely(bucket, others.getFirst())
                ? new Fix.First("compare the bucket's name with the url on the host that wrote the backup")
                : new Fix.UseUrl(facts.edit().withBucket(bucket, others.getFirst()));
        return new Finding(Cause.BUCKET_MISSING, problem, fix);
    }

    Finding notS3(S3Answer.NotS3 answer) {
        if (otherSchemeWorks()) {
            return scheme();
        }
        String type = answer.contentType().isEmpty() ? "" : " " + answer.contentType();
        boolean isXml = answer.contentType().endsWith("/xml");
        String message = isXml
                ? server() + " does not answer in XML as S3 does, or not to the end"
                : server() + " is not an S3 server";
        Problem problem = Problem.of(ProblemCode.STORE_UNREACHABLE, message)
                .withDetail("it answers " + answer.status() + type + (isXml ? "" : " where S3 answers in XML"))
                .withDetail("a console in a browser has another port than the S3 API");
        return new Finding(Cause.NOT_S3, problem, endpoint());
    }

    Finding unreachable(Unreachable answer) {
        return switch (answer.why()) {
            case UNKNOWN_HOST ->
                away(
                        "there is no host " + answer.host().replaceFirst(":[0-9]+$", ""),
                        "the name has no address",
                        answer);
            case NOBODY_LISTENS -> away("nothing listens at " + answer.host(), answer.message(), answer);
            case NO_ANSWER_IN_TIME ->
                otherSchemeWorks() ? scheme() : away(answer.host() + " does not answer", answer.message(), answer);
            case BROKEN_OFF ->
                otherSchemeWorks() ? scheme() : away(answer.host() + " breaks off", answer.message(), answer);
            case NO_TLS -> otherSchemeWorks() ? scheme() : tls(answer);
            case UNTRUSTED -> tls(answer);
        };
    }

    private Finding away(String message, String detail, Unreachable answer) {
        Problem problem = Problem.of(ProblemCode.STORE_UNREACHABLE, message).withDetail(detail);
        boolean isOwn = facts.url().endpoint().isPresent();
        return new Finding(
                Cause.UNREACHABLE,
                isOwn ? problem : problem.withDetail("without an endpoint a bucket is looked for at AWS"),
                isOwn && answer.why() == Unreachable.Why.NO_ANSWER_IN_TIME
                        ? new Fix.First("look at the network between here and " + answer.host())
                        : endpoint());
    }

    private Finding tls(Unreachable answer) {
        Problem problem = Problem.of(ProblemCode.STORE_UNREACHABLE, "no trusted TLS connection to " + answer.host())
                .withDetail(answer.message());
        return new Finding(Cause.TLS, problem, new Fix.First("export AWS_CA_BUNDLE=/PATH/OF/ITS/AUTHORITY.pem"));
    }

    private boolean otherSchemeWorks() {
        return facts.otherScheme()
                .filter(answer -> answer instanceof S3Answer.Listed || answer instanceof Refused)
                .isPresent();
    }

    private Finding scheme() {
        boolean isTls = scheme(facts).equals("https");
        String other = (isTls ? "http" : "https") + "://" + server();
        Problem problem = Problem.of(
                ProblemCode.STORE_UNREACHABLE,
                server() + (isTls ? " speaks plain HTTP, not TLS" : " speaks TLS, not plain HTTP"));
        return new Finding(
                Cause.TLS,
                problem.withDetail("asked was " + scheme(facts) + "://" + server()),
                new Fix.UseUrl(facts.edit().with("endpoint", other)));
    }

    static String scheme(S3Facts facts) {
        return facts.url().endpoint().map(URI::getScheme).orElse("https");
    }

    /// The server without the bucket's name in front.
    private String server() {
        return facts.url().endpoint().map(URI::getAuthority).orElse(facts.host());
    }

    private Fix endpoint() {
        String scheme = scheme(facts);
        return new Fix.UseUrl(facts.edit().with("endpoint", scheme + "://HOST:PORT"));
    }
}
