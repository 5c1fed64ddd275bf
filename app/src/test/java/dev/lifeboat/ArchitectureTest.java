package dev.lifeboat;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the directions of docs/ARCHITECTURE.md: which package may import which, where outside types stop, and who may
/// open files that SQLite may have open too (LK-4).
class ArchitectureTest {
    private static final String BASE = "dev.lifeboat.";

    /// Package below `dev.lifeboat` to the packages of ours that it may import. The engine's root and events are for
    /// all of the engine. A package that is not named here fails `everyPackageIsInTheTable`.
    private static final Map<String, String> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("engine", ""),
            Map.entry("engine.event", "engine"),
            Map.entry("engine.page", "engine"),
            Map.entry("engine.wal", "engine engine.page"),
            Map.entry("engine.lz4", "engine"),
            Map.entry("engine.store", "engine engine.event"),
            Map.entry("engine.store.fetch", "engine engine.store"),
            Map.entry("engine.store.retry", "engine engine.event engine.store"),
            Map.entry("engine.store.file", "engine engine.event engine.store"),
            Map.entry("engine.store.age", "engine engine.store"),
            Map.entry("engine.store.s3", "engine engine.event engine.store"),
            Map.entry("engine.backup", "engine engine.event engine.store"),
            Map.entry(
                    "engine.backup.generations",
                    "engine engine.event engine.store engine.store.fetch engine.backup engine.page engine.wal"
                            + " engine.lz4"),
            Map.entry("engine.discover", "engine engine.event engine.store engine.backup.generations"),
            Map.entry("engine.diagnose", "engine engine.event engine.store engine.store.s3 engine.discover"),
            Map.entry("engine.ltx", "engine engine.page engine.lz4"),
            Map.entry("engine.backup.ltx", "engine engine.event engine.store engine.backup engine.page engine.ltx"),
            Map.entry(
                    "engine.backup.replica",
                    "engine engine.store engine.backup engine.backup.generations engine.backup.ltx"),
            Map.entry(
                    "engine.timeline",
                    "engine engine.event engine.page engine.wal engine.ltx engine.store.fetch engine.backup"),
            Map.entry("engine.live", "engine engine.event engine.page engine.wal"),
            Map.entry(
                    "engine.replicate",
                    "engine engine.event engine.page engine.wal engine.live engine.store engine.backup"
                            + " engine.backup.generations engine.lz4 engine.replicate.control"
                            + " engine.replicate.spool engine.replicate.upload engine.replicate.retention"
                            + " engine.store.retry"),
            Map.entry("engine.replicate.spool", "engine engine.lz4"),
            Map.entry(
                    "engine.replicate.upload",
                    "engine engine.event engine.store engine.store.retry engine.backup.generations"
                            + " engine.replicate.spool engine.replicate.control engine.replicate.retention"),
            Map.entry("engine.replicate.retention", "engine engine.event engine.store engine.backup.generations"),
            Map.entry("engine.replicate.control", "engine engine.event engine.live"),
            Map.entry("engine.fileset", "engine engine.event"),
            Map.entry("engine.proof", "engine engine.event engine.page"),
            Map.entry(
                    "engine.restore",
                    "engine engine.event engine.page engine.wal engine.ltx engine.store engine.store.fetch engine.backup"
                            + " engine.backup.generations engine.proof engine.fileset"),
            Map.entry(
                    "engine.verify",
                    "engine engine.event engine.page engine.wal engine.store engine.backup engine.proof"
                            + " engine.restore")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lifeboat");

    @TestFactory
    Stream<DynamicTest> enginePackageImportsOnlyWhatTheTableAllows() {
        return MAY_IMPORT.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> onlyImports(entry.getKey(), entry.getValue()).check(CLASSES)));
    }

    private static ArchRule onlyImports(String name, String allowed) {
        Set<String> packages = new TreeSet<>(List.of(BASE + name));
        Arrays.stream(allowed.split(" "))
                .filter(part -> !part.isEmpty())
                .map(BASE::concat)
                .forEach(packages::add);
        return classes()
                .that()
                .resideInAPackage(BASE + name)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages.toArray(String[]::new)).or(not(resideInAPackage(BASE + "."))))
                .allowEmptyShould(true);
    }

    @Test
    void everyEnginePackageIsInTheTable() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().startsWith(BASE + "engine")) {
                found.add(type.getPackageName().substring(BASE.length()));
            }
        }
        assertThat(MAY_IMPORT.keySet()).containsAll(found);
    }

    @Test
    void modulesPointOneWay() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "engine..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(BASE + "runbooks..", BASE + "app.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BASE + "runbooks..")
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "app.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void outsideTypesStopAtTheirBorder() {
        staysIn("com.googlecode.lanterna..", "app.tui", "app.tui.paint", "app.tui.terminal")
                .check(CLASSES);
        staysIn("org.jline..", "app.tui", "app.tui.paint", "app.tui.terminal").check(CLASSES);
        staysIn("picocli..", "app", "app.command").check(CLASSES);
        staysIn("org.snakeyaml..", "app.config", "runbooks.catalogue").check(CLASSES);
        staysIn("net.jpountz..", "engine.lz4").check(CLASSES);
        staysIn("org.apache.hc..", "engine.store.s3").check(CLASSES);
        staysIn("software.amazon..", "engine.store.s3").check(CLASSES);
        staysIn("javax.xml..", "engine.store.s3").check(CLASSES);
        staysIn("java.sql..", "engine.live", "engine.proof", "app.demo").check(CLASSES);
        staysIn("org.sqlite..", "engine.live", "engine.proof", "app.demo").check(CLASSES);
    }

    private static ArchRule staysIn(String outside, String... packages) {
        String[] allowed = Arrays.stream(packages).map(BASE::concat).toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat(resideInAPackage(outside))
                .allowEmptyShould(true);
    }

    /// LK-4: closing any descriptor of a database drops the locks that SQLite holds in this process. Each class named
    /// below may open files for the reason that stands above it; nothing else does. A `-wal` carries no locks.
    @Test
    void rawFileAccessStaysInTheClassesThatMayHaveIt() {
        noClasses()
                .that(not(opensOnly(RAW_FILE_ACCESS)))
                .should()
                .accessTargetWhere(opensAFile())
                .check(CLASSES);
    }

    @Test
    void everyClassThatMayOpenFilesDoes() {
        Set<String> opening = CLASSES.stream()
                .filter(type -> type.getAccessesFromSelf().stream()
                        .anyMatch(access -> opensAFile().test(access)))
                .map(ArchitectureTest::name)
                .collect(Collectors.toSet());
        assertThat(RAW_FILE_ACCESS).isSubsetOf(opening);
    }

    private static final Set<String> RAW_FILE_ACCESS = Stream.of(
                    // The watched database itself, by LK-1; its -wal.
                    Stream.of("engine.live.WatchedFile", "engine.live.WalFile"),
                    // Files of a watched directory, but none that this process has taken up, by whatever name.
                    Stream.of("app.replicate.DirectoryScan"),
                    // Files in our meta directory, and the directory itself.
                    Stream.of(
                            "engine.replicate.MetaDirectory",
                            "engine.replicate.UndoFile",
                            "engine.replicate.FrameCopy",
                            "engine.replicate.spool.Chunk",
                            "engine.replicate.spool.Draft",
                            "engine.replicate.spool.Spool"),
                    // Objects of a replica; a database is none.
                    Stream.of("engine.store.file.Durable", "engine.store.file.FileObjectStore"),
                    // What was learned of objects, in the state directory.
                    Stream.of("engine.timeline.MemoryFiles"),
                    // A certificate bundle, a secret, a token that the platform puts into a file.
                    Stream.of("engine.store.s3.KeyChain", "engine.store.s3.Trust"),
                    // The staging directory of a restore, before SQLite looks at its file and after it has closed it.
                    Stream.of(
                            "engine.restore.Assembler",
                            "engine.restore.Output",
                            "engine.restore.PageFile",
                            "engine.restore.PendingPages",
                            "engine.restore.Settling",
                            "engine.fileset.HeldDirectory"),
                    // File sets that have no holder (RB-5), in the worker, between its SQLite sessions and never in
                    // one.
                    Stream.of(
                            "engine.fileset.Hashes",
                            "engine.fileset.LocalDisk",
                            "runbooks.steps.PrivateFiles",
                            "runbooks.steps.ProveStep",
                            "runbooks.steps.SaveStep",
                            "runbooks.steps.WalLoss"),
                    // Two copies whose SQLite sessions are closed.
                    Stream.of("engine.proof.PageComparer"),
                    // A process of its own, without SQLite.
                    Stream.of("app.demo.Accident"),
                    // /proc and /etc.
                    Stream.of(
                            "app.demo.Strike",
                            "app.wire.Screens",
                            "engine.fileset.Mounts",
                            "engine.fileset.ProcHolders",
                            "engine.replicate.Surroundings",
                            "engine.replicate.upload.Liveness",
                            "engine.replicate.Taken",
                            "engine.live.FileSystemKind",
                            "engine.live.LibraryFloor",
                            "engine.live.LockWatch",
                            "engine.fileset.OwnershipWanted"),
                    // Text files of our own: configuration, journals, plans, logs, manifests.
                    Stream.of(
                            "app.config.ConfigurationFiles",
                            "app.command.RecoveryRecord",
                            "app.demo.Ledger",
                            "app.demo.ProcessFile",
                            "app.demo.Stage",
                            "engine.fileset.SwapManifest",
                            "runbooks.catalogue.Catalogue",
                            "runbooks.journal.Journal",
                            "runbooks.journal.JournalReader",
                            "runbooks.local.LocalRuns",
                            "runbooks.local.RunStore",
                            "runbooks.local.WorkerStarter",
                            "runbooks.plan.FrozenPlan",
                            "runbooks.worker.Owner",
                            "runbooks.worker.WorkerMain"))
            .flatMap(Function.identity())
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> OPENING_METHODS = Set.of(
            "copy",
            "lines",
            "mismatch",
            "newBufferedReader",
            "newByteChannel",
            "newInputStream",
            "readAllBytes",
            "readAllLines",
            "readString");

    private static DescribedPredicate<JavaClass> opensOnly(Set<String> names) {
        return DescribedPredicate.describe("may open files", type -> names.contains(name(type)));
    }

    /// A stream over a descriptor that is there already, like standard input, opens nothing.
    private static DescribedPredicate<JavaAccess<?>> opensAFile() {
        return DescribedPredicate.describe("opens a file", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return owner.isEquivalentTo(Files.class) && OPENING_METHODS.contains(name)
                    || owner.isAssignableTo(FileChannel.class) && name.equals("open")
                    || OPENING_TYPES.stream().anyMatch(owner::isEquivalentTo)
                            && name.equals("<init>")
                            && !isOverADescriptor(access);
        });
    }

    private static final List<Class<?>> OPENING_TYPES =
            List.of(FileInputStream.class, FileReader.class, RandomAccessFile.class);

    private static boolean isOverADescriptor(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(FileDescriptor.class));
    }

    /// The name of the top-level class, below `dev.lifeboat`.
    private static String name(JavaClass type) {
        return topLevel(type).getFullName().substring(BASE.length());
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
    }

    @Test
    void nothingIsStaticAndMutable() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(not(new DescribedPredicate<JavaClass>("are made by the compiler") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getSimpleName().isEmpty();
                    }
                }))
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void nothingIsCalledUtilOrManager() {
        noClasses()
                .that()
                .areNotAssignableTo(LogManager.class)
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CLASSES);
    }
}
