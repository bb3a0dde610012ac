/** A photo made small enough to send on a weak link and still be read; place and camera marks are gone with the pixels redrawn. */

const SIDES = [1600, 1280, 1024];
const QUALITIES = [0.82, 0.68, 0.5];
export const MOST = 300_000;

class UnreadablePhoto extends Error {}

/**
 * Upright, at most 1600 points on its longer side, WebP where the browser writes it, else JPEG; about 300 kB at most.
 * @param {Blob} photo @param {(name: string) => boolean} accepts whether the form takes that type @returns {Promise<Blob>}
 */
export async function shrink(photo, accepts = () => true) {
  const image = await opened(photo);
  /** @type {Blob | undefined} */ let smallest;
  for (const side of SIDES) {
    const canvas = drawn(image, side);
    for (const quality of QUALITIES) {
      const blob = await written(canvas, quality, accepts);
      if (!smallest || blob.size < smallest.size) smallest = blob;
      if (smallest.size <= MOST) return smallest;
    }
  }
  return /** @type {Blob} */ (smallest);
}

/** An <img> and not a bitmap: it turns by the photo's own mark in every browser of the floor. @param {Blob} photo */
async function opened(photo) {
  const image = new Image();
  const address = URL.createObjectURL(photo);
  try {
    image.src = address;
    await image.decode();
    return image;
  } catch {
    throw new UnreadablePhoto(photo.type);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLImageElement} image @param {number} side */
function drawn(image, side) {
  const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** WebKit hands out PNG when asked for WebP. @param {HTMLCanvasElement} canvas @param {number} quality @param {(name: string) => boolean} accepts */
async function written(canvas, quality, accepts) {
  const to = (/** @type {string} */ type) =>
    new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, type, quality));
  const webp = accepts("image/webp") ? await to("image/webp") : null;
  const blob = webp?.type === "image/webp" ? webp : await to("image/jpeg");
  if (!blob) throw new UnreadablePhoto("canvas");
  return blob;
}
