package dev.lifeboat.runbooks.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingLinesTest {
    @Test
    void severalLinesInOneTextAreSeveralLines() {
        Finding finding = red("*** in database main ***\nTree 5 page 311: btreeInitPage() returns error code 11\n\nA");

        assertThat(FindingLines.of(List.of(finding)))
                .containsExactly(
                        "quick_check: Tree 5 page 311: btreeInitPage() returns error code 11", "quick_check: A");
        assertThat(FindingLines.first(finding))
                .startsWith("quick_check: Tree 5")
                .doesNotContain("\n");
    }

    @Test
    void afterTheFirstFiveOfACheckTheirNumberIsSaid() {
        List<Finding> findings =
                IntStream.range(0, 1205).mapToObj(i -> red("page " + i)).toList();

        assertThat(FindingLines.of(findings))
                .hasSize(6)
                .endsWith("quick_check: page 4", "quick_check: 1 200 more, all of them in report.json");
    }

    private static Finding red(String text) {
        return new Finding(Verdict.RED, "quick_check", text);
    }
}
