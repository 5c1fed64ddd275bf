package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What every adapter promises.
abstract class ServiceContract {
    /// A service that exists and runs.
    abstract Service running() throws Exception;

    @Test
    void whatWasStoppedIsStoppedAndComesBackWithStart() throws Exception {
        Service service = running();
        Remembered before = service.remember();
        assertThat(before.wasRunning()).isTrue();

        service.stop(before);
        assertThat(service.status()).isInstanceOf(ServiceStatus.Stopped.class);

        service.start(before);
        assertThat(service.status()).isInstanceOf(ServiceStatus.Running.class);
    }

    @Test
    void bothCallsMayBeRepeated() throws Exception {
        Service service = running();
        Remembered before = service.remember();

        service.stop(before);
        service.stop(before);
        assertThat(service.status()).isInstanceOf(ServiceStatus.Stopped.class);

        service.start(before);
        service.start(before);
        assertThat(service.status()).isInstanceOf(ServiceStatus.Running.class);
    }

    @Test
    void whatDidNotRunBeforeIsNotStarted() throws Exception {
        Service service = running();
        service.stop(service.remember());
        Remembered stopped = service.remember();
        assertThat(stopped.wasRunning()).isFalse();

        service.stop(stopped);
        service.start(stopped);

        assertThat(service.status()).isInstanceOf(ServiceStatus.Stopped.class);
    }
}
