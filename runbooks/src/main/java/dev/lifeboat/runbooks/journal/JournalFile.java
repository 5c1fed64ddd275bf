package dev.lifeboat.runbooks.journal;

import dev.lifeboat.runbooks.run.Entry;
import java.util.List;

/// What a journal holds. `wholeBytes` ends behind the last whole record: what lies beyond was torn by a crash and
/// never happened (RB-1). `lastHash` is what the next record carries.
public record JournalFile(List<Entry> entries, long wholeBytes, String lastHash) {
    public JournalFile {
        entries = List.copyOf(entries);
    }
}
