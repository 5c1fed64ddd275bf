package dev.lifeboat.runbooks.rig;

import dev.lifeboat.runbooks.services.Remembered;
import dev.lifeboat.runbooks.services.Service;
import dev.lifeboat.runbooks.services.ServiceSpec;
import dev.lifeboat.runbooks.services.ServiceStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;

/// A service by three commands.
record RigService(ServiceSpec.Command spec) implements Service {
    @Override
    public String name() {
        return "shop-web";
    }

    @Override
    public ServiceStatus status() {
        return run(spec.status()) == 0 ? new ServiceStatus.Running("") : new ServiceStatus.Stopped("");
    }

    @Override
    public Remembered remember() {
        return new Remembered(status() instanceof ServiceStatus.Running, new TreeMap<>());
    }

    @Override
    public void stop(Remembered before) {
        require(spec.stop());
    }

    @Override
    public void start(Remembered before) {
        if (before.wasRunning() && !(status() instanceof ServiceStatus.Running)) {
            require(spec.start());
        }
    }

    private static void require(List<String> command) {
        int status = run(command);
        if (status != 0) {
            throw new IllegalStateException(command + " ended with " + status);
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
