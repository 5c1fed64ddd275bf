package dev.lifeboat.engine.fileset;

import java.util.List;

/// Who has a file open (RB-5).
public sealed interface Holders {
    /// Nobody: every process could be looked at, and no lock is held. `reservations` say what a look from here cannot
    /// see in principle, for the evidence.
    record None(List<String> reservations) implements Holders {
        public None {
            reservations = List.copyOf(reservations);
        }
    }

    record Held(List<Holder> holders) implements Holders {
        public Held {
            holders = List.copyOf(holders);
        }
    }

    /// Nobody was seen, but not everybody could be looked at. Never to be taken for nobody.
    record Unknown(String reason) implements Holders {}
}
