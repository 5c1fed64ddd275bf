package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.store.s3.S3Answer;
import dev.lifeboat.engine.store.s3.S3Answer.Refused;
import dev.lifeboat.engine.store.s3.S3Answer.Unreachable;
import java.util.Optional;
import java.util.Set;

/// Judges what a bucket answered: why nothing can be had of it. Pure. Nothing where it may be listed and read.
final class S3Judgement {
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "TokenRefreshRequired", "InvalidToken");
    private static final Set<String> UNKNOWN =
            Set.of("InvalidAccessKeyId", "InvalidClientTokenId", "NotSignedUp", "Unauthorized");

    private final S3Facts facts;
    private final KeyFindings keys;
    private final PlaceFindings places;

    private S3Judgement(S3Facts facts) {
        this.facts = facts;
        this.keys = new KeyFindings(facts);
        this.places = new PlaceFindings(facts);
    }

    static Optional<Finding> of(S3Facts facts) {
        return new S3Judgement(facts).finding();
    }

    private Optional<Finding> finding() {
        boolean isElsewhere = facts.otherStyle().filter(S3Judgement::isGood).isPresent();
        return switch (facts.list()) {
            case S3Answer.Listed _, S3Answer.Got _ -> facts.get().flatMap(this::reading);
            case S3Answer.NoKeys(String message) -> Optional.of(keys.none(message));
            case S3Answer.Buckets _, S3Answer.NotS3 _, Unreachable _
            when isElsewhere -> Optional.of(places.pathStyle());
            case S3Answer.NotS3 answer -> Optional.of(places.notS3(answer));
            case S3Answer.Buckets _ -> Optional.of(places.pathStyle());
            case Unreachable answer -> Optional.of(places.unreachable(answer));
            case Refused refused -> Optional.of(refused(refused, isElsewhere));
        };
    }

    static boolean isGood(S3Answer answer) {
        return switch (answer) {
            case S3Answer.Listed _, S3Answer.Got _ -> true;
            // It is the bucket that says no: it was found.
            case Refused refused -> refused.code().equals("AccessDenied");
            case S3Answer.Buckets _, S3Answer.NotS3 _, S3Answer.NoKeys _, Unreachable _ -> false;
        };
    }

    private Finding refused(Refused refused, boolean isElsewhere) {
        String code = refused.code();
        boolean namesARegion = refused.region()
                .filter(region -> !region.equals(facts.url().region().orElse("us-east-1")))
                .isPresent();
        if (code.equals("RequestTimeTooSkewed")) {
            return keys.clock(refused);
        }
        if (UNKNOWN.contains(code)) {
            return keys.unknown(code);
        }
        if (EXPIRED.contains(code)) {
            return keys.expired(code);
        }
        if (namesARegion
                && (refused.status() / 100 == 3
                        || refused.status() == 400
                        || code.equals("AuthorizationHeaderMalformed"))) {
            return places.region(refused.region().orElseThrow());
        }
        if (isElsewhere && !code.equals("AccessDenied")) {
            return places.pathStyle();
        }
        if (code.equals("SignatureDoesNotMatch")) {
            return keys.wrongSecret();
        }
        if (code.equals("NoSuchBucket") || code.equals("InvalidBucketName")) {
            return places.bucketMissing(code);
        }
        return refusedOtherwise(refused);
    }

    private Finding refusedOtherwise(Refused refused) {
        if (refused.status() / 100 == 3 || refused.code().equals("AuthorizationHeaderMalformed")) {
            return places.elsewhere(refused);
        }
        if (refused.status() == 401 || refused.status() == 403) {
            return keys.listDenied(refused);
        }
        Problem problem = Problem.of(
                        refused.status() >= 500 ? ProblemCode.STORE_UNREACHABLE : ProblemCode.STORE_DENIED,
                        facts.host() + " answers " + said(refused))
                .withDetail("to a listing of " + facts.place());
        return new Finding(Cause.STORE_FAILS, problem, new Fix.First(wait(refused)));
    }

    private static String wait(Refused refused) {
        if (refused.code().equals("SlowDown") || refused.status() == 429) {
            return "try again in a minute: the store is asked for more than it wants to answer";
        }
        return refused.status() >= 500 ? "try again in a minute: the store says it is at fault itself" : "";
    }

    private Optional<Finding> reading(S3Answer answer) {
        return switch (answer) {
            case Refused refused
            when refused.status() == 401 || refused.status() == 403 -> Optional.of(keys.getDenied(refused));
            case S3Answer.Listed _,
                    S3Answer.Got _,
                    S3Answer.Buckets _,
                    S3Answer.NotS3 _,
                    S3Answer.NoKeys _,
                    Refused _,
                    Unreachable _ -> Optional.empty();
        };
    }

    /// `403 AccessDenied`, and the store's own sentence where it says more.
    static String said(Refused refused) {
        String code = refused.code().isEmpty() ? "" : " " + refused.code();
        return refused.status() + code;
    }
}
