// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const out = join(root, 'build', 'out');
/** Bundled processes and the renderer. */
export const appFolder = join(out, 'app');
/** Kernel libraries, the addon, and below `cmake` what CMake needs to make them. */
export const nativeFolder = join(out, 'native');
export const nodeModules = join(root, 'node_modules');
