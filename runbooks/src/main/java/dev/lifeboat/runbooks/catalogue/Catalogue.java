package dev.lifeboat.runbooks.catalogue;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every runbook there is: the built-in ones and those of the user's directories, each read anew when asked for.
public final class Catalogue {
    private static final List<String> BUILT_IN = List.of("corruption");

    private final List<Path> directories;
    private final Set<String> knownSteps;

    public Catalogue(List<Path> directories, Set<String> knownSteps) {
        this.directories = List.copyOf(directories);
        this.knownSteps = Set.copyOf(knownSteps);
    }

    public List<Runbook> all() {
        List<Runbook> all = new ArrayList<>();
        for (String id : BUILT_IN) {
            all.add(new RunbookFile("built in", knownSteps).read(resource(id)));
        }
        for (Path directory : directories) {
            all.addAll(in(directory));
        }
        all.sort(Comparator.comparingInt(runbook -> runbook.info().number()));
        return all;
    }

    public Runbook named(String id) {
        List<Runbook> all = all();
        return all.stream()
                .filter(runbook -> runbook.info().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.of(ProblemCode.USAGE, "no runbook is called " + id)
                        .withDetail("there are: "
                                + String.join(
                                        ", ",
                                        all.stream()
                                                .map(runbook -> runbook.info().id())
                                                .toList()))));
    }

    private List<Runbook> in(Path directory) {
        List<Runbook> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            Trust trust = Trust.ofThisProcess();
            for (Path file : files) {
                found.add(trusted(trust, file));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Runbook trusted(Trust trust, Path file) throws IOException {
        Optional<String> objection = trust.objection(file);
        if (objection.isPresent()) {
            throw new ProblemException(Problem.of(ProblemCode.UNSAFE, "runbook " + file + " is not trusted")
                    .withDetail(objection.get())
                    .withNext("chmod go-w " + file));
        }
        return new RunbookFile(file.toString(), knownSteps).read(Files.readString(file));
    }

    private static String resource(String id) {
        try (InputStream stream = Catalogue.class.getResourceAsStream("/runbooks/" + id + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the runbook " + id + " was not packed");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
