/** The code that proves a receipt: always dark on white, larger when touched. */
import { base32, fromBase64url } from "../bytes.js";
import { qrPath } from "../qr.js";
import { word } from "../words.js";

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} token of the receipt, base64url @returns {HTMLElement} */
export function qrOf(token) {
  const { size, path } = qrPath(`${location.origin}/V/${base32(fromBase64url(token))}`.toUpperCase());
  const picture = svg("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": word("request.qr") });
  picture.append(
    svg("path", { fill: "#fff", d: `M0 0h${size}v${size}H0z` }),
    svg("path", { stroke: "#12162e", d: path }),
  );
  const button = document.createElement("button");
  button.className = "qr";
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.append(picture);
  button.addEventListener("click", () => button.setAttribute("aria-expanded", String(button.classList.toggle("wide"))));
  return button;
}

/** @param {string} name @param {Record<string, string>} marks */
function svg(name, marks) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(marks)) element.setAttribute(key, value);
  return element;
}
