import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { rolldown } from 'rolldown';

/** The policy that every host of the window sends. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self' data:",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const ROOT = join(import.meta.dirname, '../../../build/out/app/renderer');

async function answer(url: string, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(url, 'http://localhost').pathname);
  const file = join(ROOT, path === '/' ? 'index.html' : path);
  try {
    const content = await readFile(file);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', CONTENT_POLICY);
    response.end(content);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}

/** Serves the built window under its content policy. `close` ends it. */
export async function serveRenderer(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** The fake host as one script for the page. */
export async function fakeHostScript(): Promise<string> {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'fakeHostPage.ts') });
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
