package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.page.DatabaseHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What page 1 says of the database: its schema cookie, and how many pages of it are free.
public record PageOne(long cookie, long freePages) {
    static PageOne of(DatabaseHeader header) {
        return new PageOne(header.schemaCookie(), header.freePages());
    }

    /// Nothing where it cannot be read as one: the database may be encrypted.
    static Optional<PageOne> read(ByteBuffer page) {
        return switch (DatabaseHeader.read(page)) {
            case DatabaseHeader.Reading.Header(DatabaseHeader header) -> Optional.of(of(header));
            case DatabaseHeader.Reading.NotADatabase _ -> Optional.empty();
        };
    }
}
