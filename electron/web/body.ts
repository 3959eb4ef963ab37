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
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      return { ok: false, status: 413, message: `the body is over ${limit} bytes` };
    }
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, message: 'the body is not JSON' };
  }
}
