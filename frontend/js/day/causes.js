/** What a concern came from, chosen where it is answered: a service and one of its steps. */
import { icon, make } from "../make.js";
import { word } from "../words.js";

/** @typedef {{id: string, label: string}[]} Choices */
/** @typedef {{services: Choices, steps: Choices}} Causes */
/** @typedef {{service: string, step: string}} Cause */

/** @param {Causes} causes @param {string} act @param {Cause | undefined} before */
export function causeOf({ services, steps }, act, before) {
  const service = chooser(`service-${act}`, services, before?.service);
  const step = chooser(`step-${act}`, steps, before?.step);
  const box = make(
    "fieldset.field",
    null,
    make("legend.label", null, word("dossier.cause")),
    ...labelled(service, "dossier.cause.service"),
    ...labelled(step, "dossier.cause.step"),
  );
  /** What was chosen, once both were. @returns {Cause | undefined} */
  const chosen = () => (service.value && step.value ? { service: service.value, step: step.value } : undefined);
  return { box, chosen };
}

/** @param {string} id @param {Choices} all @param {string} [value] */
function chooser(id, all, value = "") {
  const options = all.map((one) => make("option", { value: one.id }, one.label));
  const none = make("option", { value: "" }, word("form.choose"));
  const chooser = /** @type {HTMLSelectElement} */ (make("select.select", { id }, none, ...options));
  chooser.value = value;
  return chooser;
}

/** @param {HTMLElement} control @param {string} key */
const labelled = (control, key) => [
  make("label.label", { for: control.id }, word(key)),
  make("span.pick", null, control, icon("down")),
];
