package dev.lifeboat.runbooks;

import java.util.Map;

/// Who did something: user, terminal and the address they came from, each empty where it is not known.
public record Actor(String user, String tty, String client) {
    /// The person behind this process, as its environment tells.
    public static Actor of(Map<String, String> environment, String systemUser) {
        String sudo = environment.getOrDefault("SUDO_USER", "");
        String client = environment.getOrDefault("SSH_CLIENT", "");
        int space = client.indexOf(' ');
        return new Actor(
                sudo.isEmpty() ? systemUser : sudo + " (as " + systemUser + ")",
                environment.getOrDefault("SSH_TTY", ""),
                space < 0 ? client : client.substring(0, space));
    }

    @Override
    public String toString() {
        return user + (tty.isEmpty() ? "" : " on " + tty) + (client.isEmpty() ? "" : " from " + client);
    }
}
