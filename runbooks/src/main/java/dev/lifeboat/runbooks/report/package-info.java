/// What is left of a run for people: `report.md` and `report.json`, made from the plan and the journal alone.
@NullMarked
package dev.lifeboat.runbooks.report;

import org.jspecify.annotations.NullMarked;
