package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandServiceTest extends ServiceContract {
    @TempDir
    Path directory;

    @Override
    Service running() throws Exception {
        Path flag = Files.createFile(directory.resolve("it runs; rm -rf $HOME"));
        return of(
                List.of("rm", "-f", flag.toString()),
                List.of("touch", flag.toString()),
                List.of("test", "-e", flag.toString()));
    }

    private static Service of(List<String> stop, List<String> start, List<String> status) {
        return new HostServices(new LocalCommands()).of(new ServiceSpec.Command(stop, start, status));
    }

    @Test
    void aStopThatFailsIsAProblemWithTheCommandsOwnWords() {
        Service service = of(List.of("ls", "/no/such/place"), List.of("true"), List.of("true"));

        assertThatThrownBy(() -> service.stop(service.remember()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("No such file");
    }

    @Test
    void aStopThatDoesNotStopIsNoticed() {
        List<String> works = List.of("true");
        Service service = new CommandService(
                new ServiceSpec.Command(works, works, works), new LocalCommands(), Duration.ofMillis(150));

        assertThatThrownBy(() -> service.stop(service.remember())).hasMessageContaining("is not stopped");
    }

    @Test
    void aStopThatReturnsBeforeTheServiceHasEndedIsWaitedFor() throws Exception {
        Path flag = Files.createFile(directory.resolve("running"));
        Service service = of(
                List.of("sh", "-c", "(sleep 0.4; rm \"$1\") </dev/null >/dev/null 2>&1 &", "stop", flag.toString()),
                List.of("true"),
                List.of("test", "-e", flag.toString()));

        service.stop(service.remember());

        assertThat(flag).doesNotExist();
    }

    @Test
    void aStatusCommandThatIsNotThereIsNeverTakenForStopped() {
        Service service = of(List.of("true"), List.of("true"), List.of("/no/such/program"));

        assertThat(service.status()).isInstanceOf(ServiceStatus.Unclear.class);
        assertThatThrownBy(service::remember).isInstanceOf(ProblemException.class);
    }

    @Test
    void withoutAStatusCommandTheExitStatusOfStopIsEnough() {
        Service service = of(List.of("true"), List.of("true"), List.of());
        Remembered before = service.remember();

        service.stop(before);
        service.start(before);

        assertThat(before.wasRunning()).isTrue();
    }
}
