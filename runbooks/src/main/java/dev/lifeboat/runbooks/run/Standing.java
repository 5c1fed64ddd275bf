package dev.lifeboat.runbooks.run;

import com.google.gson.JsonObject;

/// What the world says about a step after an interruption, whatever the journal says (RB-1).
public sealed interface Standing {
    /// The postcondition holds.
    record Done(JsonObject post, String summary) implements Standing {}

    /// Nothing of it, or a part that doing it again completes.
    record NotDone(String why) implements Standing {}

    /// Neither can be told, or the world is not as the run left it: a person decides.
    record Unknown(String why) implements Standing {}
}
