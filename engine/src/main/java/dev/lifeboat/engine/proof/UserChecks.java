package dev.lifeboat.engine.proof;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Runs the operator's checks, in a session that cannot write.
final class UserChecks {
    private static final int MOST_TEXT = 60;

    private final Session session;
    private final Instant moment;

    /// `moment` is what the copy is a state of: the newest order of a restore of yesterday is from yesterday.
    UserChecks(Session session, Instant moment) {
        this.session = session;
        this.moment = moment;
    }

    /// Red where it does not hold or does not run: somebody said that it must. Amber where only time went by.
    Finding run(UserCheck check) throws SQLException {
        String said = "check " + check.name();
        try {
            String value = session.text(check.sql());
            return check.within()
                    .map(within -> age(said, value, within))
                    .orElseGet(() -> isTrue(value)
                            ? Finding.green(said, "holds")
                            : Finding.red(said, "does not hold: " + shown(value)));
        } catch (SQLException e) {
            if (Session.isTimeUp(e)) {
                throw e;
            }
            return Finding.red(said, "could not run: " + Session.reason(e));
        }
    }

    private Finding age(String said, String value, Duration within) {
        Optional<Instant> time = RowTime.parse(value);
        if (time.isEmpty()) {
            return Finding.red(said, "gives no time: " + shown(value));
        }
        Duration age = Duration.between(time.get(), moment);
        String seconds = age.toSeconds() + " s before " + moment;
        return age.compareTo(within) > 0
                ? Finding.amber(said, shown(value) + " is " + seconds + ", more than " + within.toSeconds() + " s")
                : Finding.green(said, shown(value) + " is " + seconds);
    }

    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0") && !value.equals("0.0") && !value.equalsIgnoreCase("false");
    }

    private static String shown(String value) {
        return value.isEmpty() ? "no value" : value.substring(0, Math.min(MOST_TEXT, value.length()));
    }
}
