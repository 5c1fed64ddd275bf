package dev.lifeboat.runbooks.control;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.run.Event;
import java.util.Optional;

/// What a worker offers to those who connect. Called by threads of the server.
public interface WorkerPort {
    /// Takes an answer; what comes back says why it was refused. Returns when the journal has it.
    Optional<Problem> answer(Answer answer);

    Optional<Problem> order(Event.Order order);

    /// What the step at work shows.
    JsonObject progress();
}
