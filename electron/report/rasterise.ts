import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const PNG_SCALE = 2;

/** Draws pictures as PNG without a browser; the font is brought along, for a server may have none. */
export interface Rasteriser {
  /** PNG bytes of an SVG at twice its size. */
  png(svg: string): Uint8Array;
}

/** A process may start resvg only once. */
let started: Promise<void> | undefined;

/** @param assets the folder of resvg.wasm and the fonts, beside this program */
export async function loadRasteriser(assets: string): Promise<Rasteriser> {
  started ??= readFile(`${assets}/resvg.wasm`).then(initWasm);
  await started;
  const fontBuffers = await Promise.all(
    ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map(async (name) => readFile(`${assets}/${name}`)),
  );
  return {
    png: (svg) => {
      const picture = new Resvg(svg, {
        fitTo: { mode: 'zoom', value: PNG_SCALE },
        font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
      });
      const rendered = picture.render();
      const bytes = rendered.asPng();
      rendered.free();
      picture.free();
      return bytes;
    },
  };
}
