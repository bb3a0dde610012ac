/** What we use of lean-qr; its own declarations name the package, not a file. Never served. */
export const correction: { L: number; M: number; Q: number; H: number };
export const mode: { alphaNumeric(text: string): object };
export interface Bitmap {
  readonly size: number;
  get(x: number, y: number): boolean;
}
export function generate(
  data: object,
  options: { minCorrectionLevel: number; maxCorrectionLevel: number },
): Bitmap;
