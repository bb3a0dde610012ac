/** Correcting a filed request where the body asked for it: a draft in which nothing but that is open. */
import { uuid7 } from "./bytes.js";
import { deviceOf, device as ownDevice } from "./device.js";
import { alone, announce } from "./tabs.js";
import { read, write } from "./vault.js";
import { world } from "./world.js";

/**
 * The draft that corrects a filed request as it stands now, the same one each time; what was typed into one for an
 * older state goes on.
 * @param {string} id @returns {Promise<import("./drafts.js").Draft>}
 */
export const amend = (id) =>
  alone("file", async () => {
    const filed = await read("outbox", id);
    const { number, revision, open_fields } = filed.dossier;
    const begun = filed.amended_by && (await read("drafts", filed.amended_by));
    if (begun?.base_revision === revision) return begun;
    const now = new Date(world.now()).toISOString();
    const { service, version, lang, answers, files, device_id } = filed;
    const { declaration: _agreed, ...said } = begun?.answers ?? answers;
    const lone = (await ownDevice()).device_id !== device_id && Boolean(await deviceOf(device_id));
    const draft = {
      ...{ format: 1, id: begun?.id ?? uuid7(world.now()), service, version, lang, step: null, answers: said },
      ...{ files: files.filter((/** @type {any} */ { field }) => !open_fields.includes(field)), corrects: null },
      ...{ started_at: now, saved_at: now, anonymous: lone, person: filed.person ?? null, for: filed.for },
      ...{ kind: "dossier.correct", dossier: number, base_revision: revision, open_fields, amends: id },
    };
    await write([
      { room: "drafts", id: draft.id, value: draft },
      { room: "outbox", id, value: { ...filed, amended_by: draft.id } },
    ]);
    announce({ kind: "draft", id: draft.id });
    return read("drafts", draft.id);
  });
