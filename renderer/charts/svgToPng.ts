import type { Result } from '../../electron/contract/errors';

const PNG_SCALE = 2;

/** A picture as PNG at twice its size; for the window, which has a canvas. Refused where it is too large for one. */
export async function svgToPng(svgText: string): Promise<Result<Blob>> {
  const blob = await drawnBlob(svgText);
  if (blob !== null) return { ok: true, value: blob };
  const message = 'The picture is too large to become a PNG here; the SVG has no limit.';
  return { ok: false, error: { code: 'unsupported', message } };
}

async function drawnBlob(svgText: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  try {
    await image.decode();
  } catch {
    return null; // what it says differs from browser to browser, and means the same
  }
  const canvas = document.createElement('canvas');
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve));
}
