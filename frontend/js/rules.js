/**
 * Whether answers may be filed: the same codes at the same paths as backend/domains/catalogue/rules/answers.py, for the
 * same form (what `browser_form` gives).
 */
import { warning } from "./identifiers.js";
import { dayNumber, fault, KINDS, typed } from "./kinds.js";
import { evaluate } from "./language.js";
import { hidesSomething, isBlank } from "./text.js";

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value says nothing. @param {any} value */
const isEmpty = (value) =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) ? !value.length : typeof value === "string" && isBlank(value));

/** @param {any} field @param {any} value @param {any} size @param {import("./language.js").Seen} seen */
const limitFault = (field, value, size, seen) => {
  const { type } = KINDS[field.kind];
  const counted = type === "text" || type === "set";
  const bound = (/** @type {any} */ limit) => (counted || limit === undefined ? limit : evaluate(limit, seen));
  const [low, high] = [bound(field.min), bound(field.max)];
  const measure = counted ? [...value].length : size;
  const words = { text: ["short", "long"], set: ["few", "many"], num: ["small", "large"] }[type] || ["early", "late"];
  return measure < low ? `field.too_${words[0]}` : measure > high ? `field.too_${words[1]}` : undefined;
};

/** @param {any} form @param {any} field @param {any} value */
const choiceFault = (form, field, value) => {
  if (field.kind === "several_of") {
    if (!Array.isArray(value) || value.some((word) => typeof word !== "string")) return "field.bad_value";
    return new Set(value).size === value.length && value.every((word) => field.options.includes(word))
      ? undefined
      : "field.option";
  }
  const known = { one_of: field.options, wilaya: form.wilayas, agency: form.agencies }[
    /** @type {string} */ (field.kind)
  ];
  if (known?.length && typeof value === "string" && !known.includes(value)) {
    return field.kind === "one_of" ? "field.option" : `field.${field.kind}`;
  }
  return fault(field.kind, value);
};

/** @param {any} field @param {any[]} files */
const filesFault = (field, files) => {
  if (files.length > field.max) return "field.too_many_files";
  if (files.length < field.min) return "field.too_few_files";
  for (const { type, size, name } of files) {
    if (!field.accept.includes(type)) return "field.file_type";
    if (!Number.isInteger(size) || size <= 0 || size > field.max_size) return "field.file_size";
    if (
      typeof name !== "string" ||
      !name ||
      [...name].length > 200 ||
      /[/\\:]|^\.\.?$/.test(name) ||
      hidesSomething(name, false)
    )
      return "field.file_name";
  }
  return undefined;
};

/**
 * What is wrong (`errors`) or odd (`warnings`) by path, and the ids of what is asked (`shown`).
 * @param {any} form
 * @param {any} answers
 * @param {any} files
 * @param {string} today
 */
export const checkAnswers = (form, answers, files, today) => {
  /** @type {Record<string, string>} */ const errors = {};
  /** @type {Record<string, string>} */ const warnings = {};
  /** @type {Set<string>} */ const shown = new Set();
  /** @type {import("./language.js").Seen} */ const seen = { values: {}, today: dayNumber(today) || 0 };
  const fields = [...form.steps.flatMap((/** @type {any} */ step) => step.fields), form.declaration];
  const given = isObject(answers) ? answers : {};
  if (given !== answers) errors.answers = "field.bad_value";

  const asks = (/** @type {any} */ show, /** @type {any} */ row) => !show || evaluate(show, { ...seen, row }) === true;

  const unknown = (/** @type {any} */ holder, /** @type {any[]} */ known, /** @type {string} */ path) => {
    const ids = known.map(({ id }) => id);
    for (const key of Object.keys(holder)) if (!ids.includes(key)) errors[`${path}.${key}`] = "field.unknown";
  };

  const one = (
    /** @type {any} */ field,
    /** @type {string} */ path,
    /** @type {any} */ value,
    /** @type {any} */ row,
  ) => {
    const code = choiceFault(form, field, value);
    const size = code ? undefined : typed(field.kind, value);
    const found = code || limitFault(field, value, size, { ...seen, row });
    if (found) {
      errors[path] = found;
      return;
    }
    (row || seen.values)[field.id] = size;
    const odd = warning(field.kind, value, Number(today.slice(0, 4)));
    if (odd) warnings[path] = odd;
  };

  const question = (
    /** @type {any} */ field,
    /** @type {any} */ holder,
    /** @type {string} */ at,
    /** @type {boolean} */ asked,
    /** @type {any} */ row,
  ) => {
    const path = `${at}.${field.id}`;
    const value = holder[field.id];
    if (isEmpty(value)) {
      if (asked && !field.optional && !(field.instead && seen.values[field.instead])) errors[path] = "field.missing";
    } else if (!asked) errors[path] = "field.not_asked";
    else if (field.kind === "table") table(field, path, value);
    else one(field, path, value, row);
  };

  const table = (/** @type {any} */ field, /** @type {string} */ path, /** @type {any} */ rows) => {
    if (!Array.isArray(rows)) errors[path] = "field.bad_value";
    else if (rows.length > field.max) errors[path] = "field.too_many_rows";
    else {
      seen.values[field.id] = rows.map((row, place) => {
        /** @type {Record<string, any>} */ const found = {};
        if (!isObject(row)) {
          errors[`${path}.${place}`] = "field.bad_value";
          return found;
        }
        for (const column of field.columns) {
          const asked = asks(column.show, found);
          if (asked) shown.add(`${field.id}.${place}.${column.id}`);
          question(column, row, `${path}.${place}`, asked, found);
        }
        unknown(row, field.columns, `${path}.${place}`);
        return found;
      });
      if (rows.length < field.min) errors[path] = "field.too_few_rows";
    }
  };

  for (const file of Array.isArray(files) ? files : [null]) {
    const name = isObject(file) ? file.field : undefined;
    if (typeof name !== "string") errors.files = "field.bad_value";
    else if (!fields.some(({ id, kind }) => kind === "file" && id === name)) errors[`files.${name}`] = "field.unknown";
    else seen.values[name] = [...(seen.values[name] || []), file];
  }

  const ask = (/** @type {any} */ field, /** @type {boolean} */ asked) => {
    if (asked) shown.add(field.id);
    if (field.kind !== "file") return question(field, given, "answers", asked, undefined);
    const path = `files.${field.id}`;
    const held = seen.values[field.id];
    const code = held
      ? asked
        ? filesFault(field, held)
        : "field.not_asked"
      : asked && !field.optional && "field.missing";
    if (code) errors[path] = code;
    if (!asked) delete seen.values[field.id];
  };

  for (const step of form.steps) {
    const asked = asks(step.show, undefined);
    if (asked) shown.add(step.id);
    for (const field of step.fields) ask(field, asked && asks(field.show, undefined));
  }
  ask(form.declaration, true);
  unknown(
    given,
    fields.filter(({ kind }) => kind !== "file"),
    "answers",
  );

  for (const rule of form.rules) {
    const rows = rule.each ? seen.values[rule.each] || [] : [undefined];
    rows.forEach((/** @type {any} */ row, /** @type {number} */ place) => {
      if (evaluate(rule.holds, { ...seen, row }) !== false) return;
      const file = !rule.each && fields.some(({ id, kind }) => kind === "file" && id === rule.at);
      const path = rule.each ? `answers.${rule.each}.${place}.${rule.at}` : `${file ? "files" : "answers"}.${rule.at}`;
      const told = rule.warn ? warnings : errors;
      if (!(path in told)) told[path] = `rule.${rule.id}`;
    });
  }
  return { errors, warnings, shown };
};

/**
 * The ids of the steps, fields and `table.row.column`s that these answers ask for.
 * @param {any} form
 * @param {any} answers
 * @param {string} today
 */
export const shown = (form, answers, today) => checkAnswers(form, answers, [], today).shown;

/**
 * The answers without what is empty, not asked or unknown: what an envelope may hold.
 * @param {any} form
 * @param {any} answers
 * @param {string} today
 */
export const pruned = (form, answers, today) => {
  const seen = shown(form, answers, today);
  const keep = (/** @type {any[]} */ fields, /** @type {any} */ holder, /** @type {string} */ at) => {
    /** @type {Record<string, any>} */ const kept = {};
    for (const { id, kind, columns, max } of fields) {
      const value = holder[id];
      if (!seen.has(at + id) || isEmpty(value)) continue;
      const rows = kind === "table" && Array.isArray(value) && value.length <= max;
      kept[id] = rows ? value.map((row, place) => keep(columns, isObject(row) ? row : {}, `${id}.${place}.`)) : value;
    }
    return kept;
  };
  return keep([...form.steps.flatMap((/** @type {any} */ step) => step.fields), form.declaration], answers, "");
};
