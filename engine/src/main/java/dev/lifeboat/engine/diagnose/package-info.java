/// Why a replica shows no backup: questions to its store, and a pure judgement of the answers.
@NullMarked
package dev.lifeboat.engine.diagnose;

import org.jspecify.annotations.NullMarked;
