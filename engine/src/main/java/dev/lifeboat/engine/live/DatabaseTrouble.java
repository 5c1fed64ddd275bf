package dev.lifeboat.engine.live;

import java.nio.file.Path;

/// Why a database cannot be watched as it is (DB-1 to DB-3). Nothing was created and nothing is open.
public sealed interface DatabaseTrouble {
    /// One sentence for a person, without a full stop.
    String sentence();

    record Missing(Path database) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "there is no database at " + database;
        }
    }

    /// DB-2: the next opener would get an empty database, and SQLite would delete the WAL.
    record MissingWithWal(Path database, Path wal) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "the database " + database + " is gone but " + wal.getFileName()
                    + " is still there: save that file before anything opens the database";
        }
    }

    record Empty(Path database) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "the database " + database + " has no bytes yet";
        }
    }

    record NotADatabase(Path database, String reason) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return database + " is not a database: " + reason + " (damaged, encrypted, or something else)";
        }
    }

    record NotWal(Path database) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "the database " + database
                    + " is not in WAL mode; the application can switch with PRAGMA journal_mode=wal";
        }
    }

    record UnknownVersion(Path database, int writeVersion, int readVersion) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "unsupported version bytes " + writeVersion + "/" + readVersion + " in the header of " + database;
        }
    }

    record Unreadable(Path database, String reason) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "cannot read the database " + database + ": " + reason;
        }
    }

    /// SQLite counts more committed frames than the bytes of the WAL can prove.
    record DamagedWal(Path wal, long offsetBytes) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return wal + " is damaged at byte " + offsetBytes + ": committed frames behind it cannot be read";
        }
    }

    /// The WAL's pages have another size than the database says.
    record PageSizeDiffers(Path database, int headerBytes, int walBytes) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return "the header of " + database + " says page size " + headerBytes + ", its WAL " + walBytes;
        }
    }

    /// WAL offsets have eight hex digits in the generations layout; nothing may be written behind that.
    record WalTooLarge(Path wal, long bytes) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return wal + " has grown to " + bytes + " bytes, more than a generation can hold: the application has to"
                    + " checkpoint it";
        }
    }

    /// DB-4: locks and shared memory are not what SQLite takes them for.
    record UnsafeFileSystem(Path database, String kind) implements DatabaseTrouble {
        @Override
        public String sentence() {
            return database + " lies on " + kind
                    + ", a network or user-space file system, where SQLite's WAL mode is not safe";
        }
    }
}
