package dev.lifeboat.app.config;

import dev.lifeboat.engine.Secret;
import java.util.List;

/// What is said of encryption with age: the identities that open what is in the replica, each as a key file has it, and
/// whether what is written is to be encrypted.
public record AgeSettings(List<Secret> identities, boolean encrypts) {
    public static final AgeSettings NONE = new AgeSettings(List.of(), false);

    public AgeSettings {
        identities = List.copyOf(identities);
    }

    static AgeSettings read(Section section) {
        return section.section("age")
                .map(age -> {
                    AgeSettings said = new AgeSettings(
                            age.texts("identities").stream().map(Secret::new).toList(),
                            !age.texts("recipients").isEmpty());
                    age.finish();
                    return said;
                })
                .orElse(NONE);
    }
}
