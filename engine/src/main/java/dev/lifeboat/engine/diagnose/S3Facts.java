package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.UrlEdit;
import dev.lifeboat.engine.store.s3.S3Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was asked of a bucket and what came of it. `list` is the answer to a listing of the root as it is configured;
/// the others were asked where that answer gave reason to: with the bucket at the other place of the URL, with the
/// other scheme, for the first object that the listing showed, for the buckets of these keys.
///
/// `keysOrigin` says where the access key comes from; `host` is who was asked, with its port; `now` is this host's
/// time at the question.
record S3Facts(
        S3Url url,
        String host,
        String keysOrigin,
        S3Answer list,
        Optional<S3Answer> otherStyle,
        Optional<S3Answer> otherScheme,
        Optional<S3Answer> get,
        List<String> buckets,
        Instant now) {
    S3Facts {
        buckets = List.copyOf(buckets);
    }

    /// Where the backup should be, without how the server is reached.
    String place() {
        return "s3://" + url.bucket() + (url.root().isEmpty() ? "" : "/" + url.root());
    }

    UrlEdit edit() {
        return new UrlEdit(url.text());
    }
}
