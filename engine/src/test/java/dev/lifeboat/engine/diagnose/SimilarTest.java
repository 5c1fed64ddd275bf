package dev.lifeboat.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarTest {
    @Test
    void theSameLastNameComesBeforeFewerChanges() {
        assertThat(Similar.byLikeness("shop", List.of("hole", "shep", "prod/shop")))
                .containsExactly("prod/shop", "shep", "hole");
    }

    @Test
    void slipsAreLikelyAndOtherNamesAreNot() {
        assertThat(Similar.isLikely("prod/shopp.db", "prod/shop.db")).isTrue();
        assertThat(Similar.isLikely("prd/app", "prod/app")).isTrue();
        assertThat(Similar.isLikely("srv/prd/blog", "srv/prod/shop")).isFalse();
        assertThat(Similar.isLikely("long/directories/of/a", "long/directories/of/b"))
                .isFalse();
        assertThat(Similar.isLikely("shop", "shop.db")).isTrue();
        assertThat(Similar.isLikely("shop", "hole")).isFalse();
        assertThat(Similar.isLikely("prod/deep", "prod/shop")).isFalse();
        assertThat(Similar.isLikely("deep", "a/b/c/d/e/deep")).isTrue();
        assertThat(Similar.isLikely("", "shop")).isFalse();
    }
}
