import { request as httpRequest } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventHub } from '../../../electron/host/eventHub';
import type { HostServices } from '../../../electron/host/services';
import { success } from '../../../electron/engine/result';
import { startServer, type RunningServer } from '../../../electron/web/server';

const hub = new EventHub();
const refuse = () => Promise.reject(new Error('not part of this test'));
const services: HostServices = {
  handlers: {
    'app:info': () =>
      Promise.resolve(success({ version: '1', shell: 'web', libraryFolder: '/x' } as const)),
    'machine:describe': refuse,
    'registers:describe': refuse,
    'registers:ofSides': refuse,
    'plan:preview': refuse,
    'compare:start': refuse,
    'run:start': refuse,
    'run:cancel': ({ runId }) => Promise.resolve(success({ runId }) as never), // echoes
    'run:resume': refuse,
    'run:active': refuse,
    'runs:list': refuse,
    'runs:open': refuse,
    'runs:import': ({ text }) => Promise.resolve(success({ runId: String(text.length) })),
    'runs:annotate': refuse,
    'report:facts': refuse,
    'report:export': refuse,
  },
  events: hub,
  close: () => Promise.resolve(),
};

let folder: string;
let server: RunningServer;
let cookie: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moe-web-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>x</title>');
  server = await startServer({ services, rendererFolder: folder, port: 0 });
  const first = await ask('/', { path: new URL(server.url).pathname + new URL(server.url).search });
  cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as any program on the machine could send it; fetch would not allow these headers. */
function ask(path: string, question: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path: question.path ?? path,
        method: question.method ?? 'GET',
        headers: question.headers ?? {},
      },
      (incoming) => {
        let text = '';
        incoming.on('data', (data: Buffer) => (text += data.toString()));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(question.body);
  });
}

const ownHost = () => `127.0.0.1:${server.port}`;
const call = (method: string, body: string, headers: Record<string, string> = {}) =>
  ask(`/api/${method}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', ...headers },
    body,
  });

describe('who may talk to the server', () => {
  it('nobody without the token or the cookie', async () => {
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/?token=wrong')).status).toBe(401);
    expect((await ask('/', { headers: { cookie: 'moe_workbench_00000000=x' } })).status).toBe(401);
    expect((await ask('/api/app:info', { method: 'POST' })).status).toBe(401);
  });

  it('the token is swapped for a cookie that no script can read and leaves the address', async () => {
    const address = new URL(server.url);
    const reply = await ask(address.pathname + address.search);
    expect(reply.status).toBe(303);
    expect(reply.headers['location']).toBe('/');
    expect(String(reply.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  });

  it('no page of another origin, site or host name', async () => {
    const refused = async (headers: Record<string, string>) =>
      (await ask('/', { headers: { cookie, ...headers } })).status;
    expect(await refused({ host: 'evil.example' })).toBe(421);
    expect(await refused({ origin: 'http://evil.example' })).toBe(403);
    expect(await refused({ origin: `http://localhost:${server.port}` })).toBe(403);
    expect(await refused({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('our own page, also through a forwarded port', async () => {
    const allowed = async (headers: Record<string, string>) =>
      (await ask('/', { headers: { cookie, ...headers } })).status;
    expect(await allowed({ origin: `http://${ownHost()}`, 'sec-fetch-site': 'same-origin' })).toBe(
      200,
    );
    expect(await allowed({ host: 'localhost:9999', origin: 'http://localhost:9999' })).toBe(200);
  });
});

describe('files', () => {
  it('come with the content policy', async () => {
    const reply = await ask('/', { headers: { cookie } });
    expect(reply.headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/nothing.js',
    '/%00',
    '/%',
  ])('%s is not found', async (path) => {
    expect((await ask(path, { headers: { cookie } })).status).toBe(404);
  });
});

describe('calls', () => {
  it('answer with a result', async () => {
    const reply = await call('app:info', '{}');
    expect(JSON.parse(reply.text)).toMatchObject({ ok: true, value: { shell: 'web' } });
  });

  it('check the request before the service sees it', async () => {
    const reply = await call('run:cancel', '{"runId":"../x"}');
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
  });

  it('turn a failure inside into an error', async () => {
    const reply = await call('runs:list', '{}');
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('have names of their own: what every object inherits is no method', async () => {
    for (const name of ['toString', 'constructor', '__proto__', 'nothing']) {
      expect((await call(name, '{}')).status).toBe(404);
    }
  });

  it('are JSON by POST, and not too large unless they import a run', async () => {
    expect((await ask('/api/app:info', { headers: { cookie } })).status).toBe(405);
    expect((await call('app:info', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call('app:info', '{')).status).toBe(400);
    const large = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) });
    expect((await call('app:info', large)).status).toBe(413);
    expect(JSON.parse((await call('runs:import', large)).text)).toMatchObject({ ok: true });
  });
});

describe('events', () => {
  /** What the stream sends until `count` events have come. */
  function listen(count: number, lastId?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
      const outgoing = httpRequest(
        { host: '127.0.0.1', port: server.port, path: '/api/events', headers },
        (incoming) => {
          let text = '';
          incoming.on('data', (data: Buffer) => {
            text += data.toString();
            if ([...text.matchAll(/^event:/gm)].length >= count) {
              outgoing.destroy();
              resolve(text);
            }
          });
          incoming.on('error', () => undefined);
        },
      );
      outgoing.on('error', (error) => (outgoing.destroyed ? undefined : reject(error)));
      outgoing.end();
    });
  }

  it('are numbered, and those missed are sent again after a broken connection', async () => {
    hub.emit('runs:opened', { runId: 'first' });
    hub.emit('runs:opened', { runId: 'second' });
    const all = await listen(2, '0');
    expect(all).toMatch(/id: 1\nevent: runs:opened\ndata: \{"runId":"first"\}/);
    const missed = await listen(1, '1');
    expect(missed).toContain('second');
    expect(missed).not.toContain('first');
  });
});
