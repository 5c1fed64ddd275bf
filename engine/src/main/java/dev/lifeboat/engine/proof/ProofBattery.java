package dev.lifeboat.engine.proof;

import java.nio.file.Path;

/// Proves a copy that nobody else has open (product.md 7).
///
/// `integrity_check` alone proves nothing, it says ok to an empty copy: the rows are counted and compared too. The file
/// is not changed, and side files that SQLite made for the reading are gone afterwards.
public final class ProofBattery {
    /// Always answers: what cannot even be opened is a red proof.
    public Proof prove(Path copy, ProofRequest request) {
        throw new UnsupportedOperationException(copy + " " + request);
    }
}
