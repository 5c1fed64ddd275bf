package dev.lifeboat.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final StringWriter log = new StringWriter();

    @Test
    void everyPromisedOrderIsInTheDatabaseAndItsTablesAreSound() throws Exception {
        Sandbox sandbox = Sandbox.create(directory, new Random());
        workUntil(sandbox, 10);
        long promised = Ledger.newest(sandbox.ledger()).orElseThrow().sequence();
        StringWriter told = new StringWriter();
        assertThat(new LedgerAudit(sandbox, new PrintWriter(told, true)).passes(promised))
                .isTrue();
        assertThat(told.toString()).contains("integrity_check    ok", "foreign_key_check  ok", "Lost: none");
        assertThat(ShopDatabase.ROWS).isGreaterThan(50_000);
    }

    @Test
    void anAccidentIsSeenByTheShopAndByTheAudit() throws Exception {
        Sandbox sandbox = Sandbox.create(directory, new Random());
        workUntil(sandbox, 3);
        Accident.Harm harm = Accident.happen(sandbox.database(), new Random(1));
        assertThat(harm.firstPage()).isGreaterThan(1);
        Shop shop = shop(sandbox);
        Thread thread = Thread.ofPlatform().start(shop::run);
        Patience.of(Clock.systemUTC(), LIMIT)
                .until("not noticed", () -> log.toString().contains("database failed"));
        shop.close();
        thread.join();
        assertThat(new LedgerAudit(sandbox, new PrintWriter(new StringWriter(), true)).passes(0))
                .isFalse();
    }

    @Test
    void aNumberIsNeverPromisedTwice() throws Exception {
        Sandbox sandbox = Sandbox.create(directory, new Random());
        workUntil(sandbox, 2);
        workUntil(sandbox, 4);
        List<Long> numbers = Ledger.read(sandbox.ledger()).stream()
                .map(Ledger.Entry::sequence)
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void rangesAreShort() {
        assertThat(LedgerAudit.ranges(List.of(3L, 7L, 8L, 9L, 12L))).isEqualTo("3, 7 to 9, 12");
        assertThat(LedgerAudit.ranges(List.of())).isEmpty();
    }

    private void workUntil(Sandbox sandbox, long orders) throws Exception {
        Shop shop = shop(sandbox);
        Thread thread = Thread.ofPlatform().start(shop::run);
        Patience.of(Clock.systemUTC(), LIMIT)
                .until(
                        "too few orders",
                        () -> Ledger.newest(sandbox.ledger())
                                .filter(entry -> entry.sequence() >= orders)
                                .isPresent());
        shop.close();
        thread.join();
    }

    private Shop shop(Sandbox sandbox) {
        return new Shop(sandbox, new Random(7), Clock.systemUTC(), new PrintWriter(log, true));
    }
}
