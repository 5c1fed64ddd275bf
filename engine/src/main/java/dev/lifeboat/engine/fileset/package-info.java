/// The files a database consists of: who holds them, how a set is kept aside, replaced and put back without a moment in
/// which a wrong one could be opened (reliability.md 4). Nothing here opens a database with SQLite.
///
/// Several classes open the database's file for reading. Closing such a descriptor drops every lock that SQLite holds
/// on that file in this process (reliability.md 1.1), so this package is used only in a process that has no SQLite
/// connection to the file: the worker of a run, never a replicator.
@NullMarked
package dev.lifeboat.engine.fileset;

import org.jspecify.annotations.NullMarked;
