package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicatorPartsTest {
    @Test
    void bucketsOfOneNameAtTwoEndpointsAreNotAwayTogether() {
        String one = ReplicatorParts.place("s3://backups/app?endpoint=http://one");
        assertThat(ReplicatorParts.place("s3://backups/other?endpoint=http://one"))
                .isEqualTo(one);
        assertThat(ReplicatorParts.place("s3://backups/app?endpoint=http://two"))
                .isNotEqualTo(one);
        assertThat(ReplicatorParts.place("file:///mnt/what?x"))
                .as("a question mark is a plain character there")
                .isEqualTo(ReplicatorParts.place("file:///mnt/other"));
    }
}
