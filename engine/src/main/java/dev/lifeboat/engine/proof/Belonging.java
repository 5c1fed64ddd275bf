package dev.lifeboat.engine.proof;

import java.nio.file.Path;

/// Who is to own the file, with which mode (octal, without the type), and the directory in which it will lie.
public record Belonging(int uid, int gid, int mode, Path directory) {}
