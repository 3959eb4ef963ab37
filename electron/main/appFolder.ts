import { dirname } from 'node:path';

/** Where the bundled processes lie: this file is bundled into one of them, a CommonJS module. */
export const appFolder = dirname(__filename);
