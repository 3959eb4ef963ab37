import { fileURLToPath } from 'node:url';

/** Where the page's script and style, the fonts and resvg lie: beside this program. */
export const assetsFolder = fileURLToPath(new URL('.', import.meta.url));
