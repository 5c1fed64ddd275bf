package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.FoundRoot;
import java.util.List;
import java.util.Optional;

/// Judges what lies where a backup was looked for. Pure. Nothing where the backup is there, in the format that
/// was asked for.
record ContentsJudgement(Contents contents, Asked asked) {
    private static final int SHOWN_ROOTS = 4;
    private static final Format GENERATIONS = new Format("0.3", "generations");
    private static final Format LTX = new Format("0.5", "LTX files");

    static Optional<Finding> of(Contents contents, Asked asked) {
        ContentsJudgement judgement = new ContentsJudgement(contents, asked);
        return contents.own().isPresent()
                ? judgement.format(contents.own().get())
                : Optional.of(judgement.nothingHere());
    }

    private Optional<Finding> format(FoundRoot own) {
        return switch (asked.format()) {
            case ANY -> Optional.empty();
            case GENERATIONS ->
                own.generations().isPresent() ? Optional.empty() : Optional.of(otherFormat(GENERATIONS, LTX));
            case LTX -> own.ltx().isPresent() ? Optional.empty() : Optional.of(otherFormat(LTX, GENERATIONS));
        };
    }

    private record Format(String version, String objects) {}

    private Finding otherFormat(Format wanted, Format there) {
        String message = asked.option().isEmpty()
                ? "this backup is of Litestream %s (%s): it has no %s"
                        .formatted(there.version(), there.objects(), wanted.objects())
                : "%s is of Litestream %s; this backup is of %s (%s)"
                        .formatted(asked.said(), wanted.version(), there.version(), there.objects());
        return new Finding(
                Cause.OTHER_FORMAT,
                Problem.of(ProblemCode.NO_SUCH_POINT, message).withDetail("in " + contents.place()),
                new Fix.Without(asked.option()));
    }

    private Finding nothingHere() {
        List<String> inside = contents.inside();
        if (inside.size() == 1 && contents.root().startsWith(inside.getFirst() + "/")) {
            return wrongPrefix(contents.place() + " is inside a backup", inside);
        }
        if (inside.size() == 1) {
            return wrongPrefix("nothing at " + contents.place() + "; a backup lies below it", inside);
        }
        if (!inside.isEmpty()) {
            String message = "nothing at " + contents.place() + "; " + inside.size() + " backups lie below it";
            return new Finding(
                    Cause.WRONG_PREFIX,
                    naming(Problem.of(ProblemCode.NO_BACKUP, message), inside),
                    new Fix.Survey(contents.urlOf(contents.root())));
        }
        return contents.here().isEmpty() ? empty() : foreign();
    }

    private Finding empty() {
        List<String> others = contents.others();
        String nothing =
                contents.isThere() ? "nothing at " + contents.place() : "there is no directory " + contents.place();
        if (others.size() == 1) {
            return wrongPrefix(nothing + "; a backup lies near it", others);
        }
        if (!others.isEmpty()) {
            return wrongPrefix(nothing + "; " + others.size() + " backups lie near it", others);
        }
        if (contents.isBucket() && isAllEmpty()) {
            String bucket = contents.place("").substring("s3://".length());
            return nowhere(Cause.EMPTY_BUCKET, Problem.of(ProblemCode.NO_BACKUP, "bucket " + bucket + " is empty"));
        }
        return nowhere(
                contents.isThere() ? Cause.EMPTY_PREFIX : Cause.DIRECTORY_MISSING,
                Problem.of(ProblemCode.NO_BACKUP, nothing));
    }

    private boolean isAllEmpty() {
        return contents.root().isEmpty()
                || contents.around()
                        .filter(found -> found.isEmpty() && found.complete())
                        .isPresent();
    }

    private Finding foreign() {
        Found here = contents.here();
        String count = (here.complete() ? "" : "more than ") + here.foreign();
        Problem problem = Problem.of(
                        ProblemCode.NO_BACKUP,
                        contents.place() + " holds " + count + (here.foreign() == 1 ? " object" : " objects")
                                + " and no backup")
                .withDetail("among them "
                        + Similar.shown(here.foreignNames(), here.foreignNames().size()));
        List<String> others = contents.others();
        return others.isEmpty()
                ? nowhere(Cause.ONLY_FOREIGN, problem)
                : new Finding(Cause.ONLY_FOREIGN, naming(problem, others), nearest(others));
    }

    private Finding wrongPrefix(String message, List<String> roots) {
        return new Finding(
                Cause.WRONG_PREFIX, naming(Problem.of(ProblemCode.NO_BACKUP, message), roots), nearest(roots));
    }

    private Problem naming(Problem problem, List<String> roots) {
        Problem named = problem;
        for (String root : roots.subList(0, Math.min(SHOWN_ROOTS, roots.size()))) {
            named = named.withDetail("a backup lies at " + contents.place(root));
        }
        return roots.size() <= SHOWN_ROOTS
                ? named
                : named.withDetail("and at " + (roots.size() - SHOWN_ROOTS) + " places more");
    }

    /// The only one, or one with a name like it: a guess would put other data under the name that was asked for.
    private Fix nearest(List<String> roots) {
        boolean isMeant = roots.size() == 1 && contents.here().roots().size() == 1
                || Similar.isLikely(contents.root(), roots.getFirst());
        return isMeant ? new Fix.UseUrl(contents.urlOf(roots.getFirst())) : new Fix.Survey(contents.urlAround());
    }

    private Finding nowhere(Cause cause, Problem known) {
        Problem problem = contents.unseen().isEmpty()
                ? known
                : known.withDetail("what lies near it could not be looked at: " + contents.unseen());
        boolean isBounded = contents.around().filter(found -> !found.complete()).isPresent();
        if (isBounded) {
            return new Finding(
                    cause,
                    problem.withDetail("no backup was seen near it either, and not everything was looked at"),
                    new Fix.Survey(contents.urlOf("")));
        }
        Problem told = contents.around()
                .filter(found -> !found.isEmpty())
                .map(found -> problem.withDetail("nor is there a backup near it: "
                        + (found.objects() == 1 ? "1 object" : found.objects() + " objects") + ", none of one"))
                .orElse(problem);
        return new Finding(
                cause,
                told,
                new Fix.First("on the host that replicates: grep -n url /etc/litestream.yml /etc/lifeboat.yml"));
    }
}
