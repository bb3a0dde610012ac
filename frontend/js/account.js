/** The way into the account, and the account's page: one file, since both speak to passkeys. */
import { ownAccount } from "./account/own.js";
import { guardedForms } from "./account/proof.js";
import { wayBack } from "./account/recover.js";
import { wayIn } from "./account/sign-in.js";

document.querySelector(".unscripted")?.remove();
if (document.getElementById("ceremonies")) wayIn();
if (document.getElementById("person")) ownAccount();
if (document.getElementById("recover")) wayBack();
const push = document.getElementById("push");
if (push) import("./account/pushed.js").then(({ offerPush }) => offerPush(/** @type {HTMLFormElement} */ (push)));
guardedForms();
