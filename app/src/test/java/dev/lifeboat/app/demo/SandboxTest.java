package dev.lifeboat.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.ConfigurationReader;
import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.Dialect;
import dev.lifeboat.runbooks.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    Path directory;

    @Test
    void itsConfigurationIsReadBackWhateverThePathsAre() throws IOException {
        Sandbox sandbox = Sandbox.create(directory.resolve("a \"b\" $HOME #c"), new Random());
        sandbox.writeConfiguration(verb -> List.of("/opt/life boat/bin/lifeboat", "demo-service", verb, "$x"));
        DatabaseSettings shop = new ConfigurationReader(Map.of("HOME", "/wrong"), directory, directory, directory)
                .read(sandbox.configuration(), Dialect.LIFEBOAT, Files.readString(sandbox.configuration()), true)
                .databases()
                .getFirst();
        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.path()).isEqualTo(sandbox.database());
        assertThat(shop.replicas().getFirst().url()).isEqualTo("file://" + sandbox.replica());
        assertThat(shop.services())
                .containsExactly(new ServiceSpec.Command("shop", command("stop"), command("start"), command("status")));
    }

    private static List<String> command(String verb) {
        return List.of("/opt/life boat/bin/lifeboat", "demo-service", verb, "$x");
    }
}
