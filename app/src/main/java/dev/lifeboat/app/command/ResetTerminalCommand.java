package dev.lifeboat.app.command;

import dev.lifeboat.app.tui.terminal.FrameTerminal;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `lifeboat reset-terminal`: what a full screen that was killed could not do itself.
@Command(name = "reset-terminal", description = "Repairs a terminal that was left in a bad mode.")
final class ResetTerminalCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(new String(FrameTerminal.leaving(), StandardCharsets.US_ASCII));
        out.flush();
        try {
            Process stty = new ProcessBuilder("stty", "sane")
                    .redirectInput(new File("/dev/tty"))
                    .redirectErrorStream(true)
                    .start();
            return stty.waitFor();
        } catch (IOException e) {
            // No stty, or no terminal of our own: the modes above are all that can be set from here.
            return 0;
        }
    }
}
