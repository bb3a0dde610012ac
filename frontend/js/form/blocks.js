/** What "check your answers" lists. */

/**
 * The sections on the way, each with its questions that were asked and answered.
 * @param {any} form @param {{answers: Record<string, any>, files: {field: string}[]}} draft @param {Set<string>} seen
 * @param {string[]} steps @returns {{step: string, rows: {field: any, value: any, files: any[]}[]}[]}
 */
export function checkBlocks(form, draft, seen, steps) {
  return steps.map((id) => ({
    step: id,
    rows: form.steps
      .find((/** @type {any} */ step) => step.id === id)
      .fields.filter((/** @type {any} */ field) => seen.has(field.id))
      .map((/** @type {any} */ field) => ({
        field,
        value: draft.answers[field.id],
        files: draft.files.filter((file) => file.field === field.id),
      }))
      .filter(
        (/** @type {any} */ row) =>
          (row.field.kind === "table" ? row.value?.length : row.value !== undefined) || row.files.length,
      ),
  }));
}
