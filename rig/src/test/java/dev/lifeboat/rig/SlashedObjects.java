package dev.lifeboat.rig;

import java.io.InputStream;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Keys that begin with a slash or have two in a row, as S3 has them, over a store that keeps objects in files and has
/// none: in the paths of their files an empty part is a `!` before the next, which sorts as the slash does before
/// letters and digits.
final class SlashedObjects extends ForwardingBlobStore {
    SlashedObjects(BlobStore files) {
        super(files);
    }

    static String file(String key) {
        return ("/" + key).replace("//", "/!").substring(1);
    }

    private static String key(String file) {
        return ("/" + file).replace("/!", "//").substring(1);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Request.Builder asked = request.toBuilder();
        if (request.prefix() != null) {
            asked.prefix(file(request.prefix()));
        }
        if (request.startAfter() != null) {
            asked.startAfter(file(request.startAfter()));
        }
        ListObjectsV2Response found = super.list(asked.build());
        return found.toBuilder()
                .contents(
                        found.contents() == null
                                ? List.of()
                                : found.contents().stream()
                                        .map(each -> each.toBuilder()
                                                .key(key(each.key()))
                                                .build())
                                        .toList())
                .build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return super.getBlob(request.toBuilder().key(file(request.key())).build());
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return super.blobMetadata(request.toBuilder().key(file(request.key())).build());
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        return super.putBlob(request.toBuilder().key(file(request.key())).build(), body);
    }
}
