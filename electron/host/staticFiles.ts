import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export interface StaticFile {
  readonly content: Buffer;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * A file of the renderer, or undefined: unknown types and paths that leave the folder are not found.
 *
 * @param path the address's path, still percent-encoded; `/` is the page itself
 */
export async function readStaticFile(
  folder: string,
  path: string,
): Promise<StaticFile | undefined> {
  const decoded = decode(path);
  if (decoded === undefined || decoded.includes('\0')) {
    return undefined;
  }
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  const type = types[extname(file)];
  if (type === undefined || !file.startsWith(normalize(folder) + sep)) {
    return undefined;
  }
  const content = await readFile(file).catch(() => undefined);
  return content === undefined ? undefined : { content, type };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
