/** Reading QR codes from pictures and from the camera, where the browser can. */

/** @typedef {{detect(source: ImageBitmapSource): Promise<{rawValue: string}[]>}} Detector */

/** The browser's own reader of QR codes; undefined where it has none. @returns {Promise<Detector | undefined>} */
export async function detector() {
  const Barcodes = /** @type {any} */ (globalThis).BarcodeDetector;
  if (!Barcodes) return undefined;
  const formats = await Barcodes.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new Barcodes({ formats: ["qr_code"] }) : undefined;
}

/** Whether this page may ask for a camera. */
export const camera = () => !!navigator.mediaDevices?.getUserMedia;

/** The first code in a picture; "" when none is seen. @param {Detector} reads @param {Blob} picture */
export async function codeInPicture(reads, picture) {
  const bitmap = await createImageBitmap(picture);
  try {
    return (await reads.detect(bitmap))[0]?.rawValue ?? "";
  } finally {
    bitmap.close();
  }
}

/**
 * Looks through the camera until `found` says that a text is what it wants, or until it is stopped.
 * @param {Detector} reads @param {HTMLVideoElement} video @param {(text: string) => boolean} found
 * @returns {Promise<() => void>} how to stop; rejects when the camera does not open
 */
export async function look(reads, video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let open = true;
  const stop = () => {
    open = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  };
  video.srcObject = stream;
  video.hidden = false;
  try {
    await video.play();
  } catch (reason) {
    stop();
    throw reason;
  }
  const frame = async () => {
    if (!open) return;
    const codes = await reads.detect(video).catch(() => []);
    if (codes.some(({ rawValue }) => found(rawValue))) stop();
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return stop;
}
