import type { IncomingMessage } from 'node:http';
import type { HostMethod } from '../contract/api';

/** Ordinary requests are a few hundred bytes; an imported run file is the exception. */
const ordinaryLimitBytes = 1024 * 1024;
const importLimitBytes = 128 * 1024 * 1024;

type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: number; readonly message: string };

/** The JSON that a request carries. Larger bodies are not read to their end. */
export async function readBody(request: IncomingMessage, method: HostMethod): Promise<Body> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (type !== 'application/json') {
    return { ok: false, status: 415, message: 'the body must be application/json' };
  }
  const limit = method === 'runs:import' ? importLimitBytes : ordinaryLimitBytes;
  const text = await readText(request, limit);
  if (text === undefined) {
    return { ok: false, status: 413, message: `the body is over ${limit} bytes` };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, message: 'the body is not JSON' };
  }
}

/** Undefined when there is more than `limit`; the rest is let through unread, so that we can answer. */
function readText(request: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) {
        chunks.length = 0;
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}
