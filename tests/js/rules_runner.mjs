// Reads one JSON question a line, answers one JSON line: what the browser says of the same answers.
import { createInterface } from "node:readline";
import { searchWords } from "../../frontend/js/fold.js";
import { proposed } from "../../frontend/js/form/proposals.js";
import { warning } from "../../frontend/js/identifiers.js";
import { fault, normalise } from "../../frontend/js/kinds.js";
import { evaluate } from "../../frontend/js/language.js";
import { checkAnswers, pruned } from "../../frontend/js/rules.js";

const forms = new Map();

const questions = {
  form: ({ key, form }) => void forms.set(key, form),
  check: ({ key, answers, files, today }) => {
    const { errors, warnings, shown } = checkAnswers(forms.get(key), answers, files, today);
    return { errors, warnings, shown: [...shown].sort() };
  },
  pruned: ({ key, answers, today }) => pruned(forms.get(key), answers, today),
  normalise: ({ kind, text }) => normalise(kind, text),
  fault: ({ kind, value }) => fault(kind, value),
  warning: ({ kind, value, year }) => warning(kind, value, year),
  proposed: ({ fields, text }) => proposed(fields, searchWords(text)),
  evaluate: ({ tree, values, today, row }) => evaluate(tree, { values, today, row }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...question } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(questions[ask](question) ?? null)}\n`);
}
