/** Prints tasks of every puzzle as JSON, for Python to grade: `deno run tasks.js COUNT`. */

import { hintFor } from "../../../src/convscope/web/lessons/task.js";
import { PUZZLES } from "../../../src/convscope/web/lessons/all_themes.js";
import { createRandom } from "../../../src/convscope/web/learning/random.js";

const tasks = PUZZLES.flatMap(({ name, make }) =>
  Array.from({ length: Number(Deno.args[0]) }, (_, seed) => {
    const task = make(createRandom([seed]));
    const given = [...task.slips.map(({ answer }) => answer), task.answer, task.answer + 1000.5];
    const hints = given.map((answer) => [answer, hintFor(task, answer)]);
    return { puzzle: name, ...task, hints, tables: task.tables.map(({ rows }) => rows) };
  })
);
console.log(JSON.stringify(tasks));
