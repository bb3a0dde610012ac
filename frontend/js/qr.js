/** QR codes as one SVG path, drawn on the phone: a receipt needs its code without a network too. */
import { correction, generate, mode } from "../vendor/lean-qr.js";

const QUIET = 4;

/**
 * Level M, upper-case letters and digits in the mode made for them, four quiet modules around (the sync contract, Receipts).
 * @param {string} text
 * @returns {{size: number, path: string}} a square of `size` modules; the path is stroked one module wide
 */
export function qrPath(text) {
  const code = generate(mode.alphaNumeric(text), {
    minCorrectionLevel: correction.M,
    maxCorrectionLevel: correction.M,
  });
  let path = "";
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET + 0.5}h1`;
  return { size: code.size + 2 * QUIET, path };
}
