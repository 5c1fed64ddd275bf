package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.StoreFaultException;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lists what lies below a prefix, page by page, and believes none of it (OB-7): keys outside the prefix or not behind
/// what was asked for are left out, pages that do not lead on are refused, the order is verified by [Ordered].
///
/// Version 2 is asked for. Where a store answers as version 1 does, or does not know version 2, the rest goes by
/// marker.
record Listing(Bucket bucket, String prefix) {
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    private static final String PAGE_KEYS = "1000";
    /// Ten million keys and more. A store that goes on beyond that goes on for ever.
    private static final int MAX_PAGES = 10_000;

    /// Ranges that are asked for beside the next page, at first and later. What is ahead is held: 300 bytes a key.
    private static final int FIRST_AHEAD = 3;

    /// Each answer may have up to 8 MiB before it is read.
    private static final int MOST_AHEAD = Math.clamp(Runtime.getRuntime().maxMemory() >> 24, 1, 8);

    private static final Set<String> NO_KEY =
            Set.of("InvalidRequest", "InvalidArgument", "InvalidURI", "InvalidObjectName", "XMinioInvalidObjectName");

    /// Gives `ordered` what lies behind the full key `after`; empty for all.
    void each(String after, Ordered ordered) throws IOException {
        new Reading(after, ordered).toEnd();
    }

    /// One listing under way. A long one is cut into ranges that are asked for at the same time ([Cuts]), where the
    /// store lists in order and begins where it is told to; otherwise page follows page.
    private final class Reading {
        private final String after;
        private final Ordered ordered;
        private final Set<Map<String, String>> asked = new HashSet<>();
        private int ahead = FIRST_AHEAD;

        /// All keys up to this one were shown, as long as the store lists in order.
        private String shown;

        private Reading(String after, Ordered ordered) {
            this.after = after;
            this.ordered = ordered;
            this.shown = after;
        }

        void toEnd() throws IOException {
            ListingPage page = next(behind(after));
            while (page.truncated()) {
                List<String> cuts = cuts(page);
                page = cuts.isEmpty() ? next(following(page)) : ranges(page, cuts);
            }
            ordered.end();
        }

        private List<String> cuts(ListingPage page) {
            return ahead > 0 && page.token().isPresent() && !page.objects().isEmpty()
                    ? Cuts.behind(page.objects().stream().map(StoredObject::key).toList(), ahead)
                    : List.of();
        }

        /// Takes what follows `page` up to the last cut and one page behind it. The page it ends with.
        private ListingPage ranges(ListingPage page, List<String> cuts) throws IOException {
            List<Asked<ListingPage>> pending = new ArrayList<>();
            try {
                cuts.forEach(cut -> pending.add(Asked.of(() -> page(behind(cut)))));
                ListingPage last = next(following(page));
                for (int i = 0; i < cuts.size() && ahead > 0; i++) {
                    String cut = cuts.get(i);
                    while (last.truncated() && shown.compareTo(cut) <= 0) {
                        last = next(following(last));
                    }
                    if (!last.truncated()) {
                        return last;
                    }
                    Optional<ListingPage> range = further(pending.get(i), cut);
                    if (range.isPresent()) {
                        take(range.get(), shown);
                        last = range.get();
                    }
                }
                ahead = Math.min(MOST_AHEAD, 2 * ahead);
                return last;
            } finally {
                pending.forEach(Asked::close);
            }
        }

        /// A range that leads further. A store that refuses to begin where it is told to, begins where it likes, or
        /// has nothing there though more follows, is listed page by page from here on.
        private Optional<ListingPage> further(Asked<ListingPage> asked, String cut) {
            ListingPage range;
            try {
                range = asked.answer();
            } catch (IOException e) {
                LOG.debug("a range of the listing of {} was not given: {}", bucket.url(), e.getMessage());
                ahead = 0;
                return Optional.empty();
            }
            boolean leadsOn = range.lastKey().compareTo(shown) > 0;
            if (!range.isInOrderBehind(cut) || !leadsOn && !range.truncated()) {
                ahead = 0;
                return Optional.empty();
            }
            return leadsOn ? Optional.of(range) : Optional.empty();
        }

        private ListingPage next(Map<String, String> from) throws IOException {
            if (!asked.add(from)) {
                throw new StoreFaultException("the listing of " + bucket.url() + " runs in a circle");
            }
            if (asked.size() > MAX_PAGES) {
                throw new StoreFaultException("the listing of " + bucket.url() + " does not end");
            }
            ListingPage page = page(from);
            if (!page.isInOrderBehind("")) {
                // What the store shows later may lie before any cut.
                ahead = 0;
            }
            take(page, "");
            return page;
        }

        /// What lies in front of `from` was shown. That key itself may have a second entry.
        private void take(ListingPage page, String from) throws IOException {
            ordered.page(page.objects().stream()
                    .filter(object -> object.key().startsWith(prefix)
                            && object.key().compareTo(after) > 0
                            && object.key().compareTo(from) >= 0)
                    .toList());
            if (page.lastKey().compareTo(shown) > 0) {
                shown = page.lastKey();
            }
        }
    }

    private static Map<String, String> behind(String key) {
        return key.isEmpty() ? Map.of("list-type", "2") : Map.of("list-type", "2", "start-after", key);
    }

    private static Map<String, String> following(ListingPage page) {
        return page.token()
                .map(token -> Map.of("list-type", "2", "continuation-token", token))
                .orElseGet(() -> Map.of("marker", page.marker().orElse(page.lastKey())));
    }

    private ListingPage page(Map<String, String> from) throws IOException {
        Map<String, String> query = new HashMap<>(from);
        query.put("prefix", prefix);
        query.put("max-keys", PAGE_KEYS);
        query.put("encoding-type", "url");
        Answer answer = bucket.call(Call.of("GET", "").with(query));
        boolean isFirst = from.containsKey("list-type") && !from.containsKey("continuation-token");
        if (!answer.ok() && isFirst && isUnknown(Refusal.of(answer))) {
            String after = from.getOrDefault("start-after", "");
            return page(after.isEmpty() ? Map.of() : Map.of("marker", after));
        }
        if (!answer.ok() && isBeginning(from) && hasEmptyPart() && mayHaveNone(Refusal.of(answer))) {
            return ListingPage.NOTHING;
        }
        if (answer.status() == 404 && Refusal.of(answer).code().isEmpty()) {
            // A bucket that is missing is missing by name.
            throw new NotAStoreException(bucket.url() + " answers 404 to a listing, and not as S3 does");
        }
        if (!answer.ok()) {
            throw bucket.failure(answer, "list " + prefix);
        }
        return ListingPage.parsed(answer.body());
    }

    private static boolean isBeginning(Map<String, String> from) {
        return Stream.of("start-after", "continuation-token", "marker").noneMatch(from::containsKey);
    }

    private static boolean isUnknown(Refusal refusal) {
        return refusal.status() == 501 || refusal.code().equals("InvalidArgument");
    }

    private boolean hasEmptyPart() {
        return prefix.startsWith("/") || prefix.contains("//");
    }

    /// A store that keeps its objects in files has none whose key has an empty part, and may refuse to look for them. A
    /// policy that grants what is below `db/` denies `/db/`, and whoever has objects there has granted it.
    private static boolean mayHaveNone(Refusal refusal) {
        return refusal.status() == 400 && NO_KEY.contains(refusal.code())
                || refusal.status() == 403 && refusal.code().equals("AccessDenied");
    }
}
