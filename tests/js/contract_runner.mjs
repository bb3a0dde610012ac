// Fills, files and signs in the browser's own code; prints what would travel. Given a token and keys, reads it.

import { Phone } from "./browser.js";
import { stoppage } from "./people.js";

const { token, code, keys } = JSON.parse(process.argv[2] ?? "{}");
const tab = await new Phone(undefined).tab();
const draft = stoppage(tab, 'ورشة "أدرار" \\ \u0001 \u2028 é 𐤀');
draft.files.push(await tab.keepFile(draft.id, "photos", new Blob(["bytes"], { type: "image/webp" }), "ورشة.webp"));
const { envelope, claim_code } = await tab.fileDraft(draft);
const device = await tab.device();
const body = JSON.stringify({ ids: [envelope.id] });
const said = {
  envelope,
  claim_code,
  canonical: tab.canonical(envelope),
  enrolment: await tab.enrolment(device),
  body,
  header: await tab.signedHeader(device, "POST", "/sync/outcomes?a=b", tab.utf8(body)),
  reading: token && (await tab.readToken(token, keys)),
  readingCode: code && (await tab.readCode(code, keys)),
};
process.stdout.write(JSON.stringify(said));
