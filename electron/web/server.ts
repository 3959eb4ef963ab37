import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callMethod, findMethod } from '../host/callMethod';
import { contentSecurityPolicy } from '../host/contentPolicy';
import type { HostServices } from '../host/services';
import { readBody } from './body';
import { EventStream } from './eventStream';
import { Gate } from './gate';
import { readStaticFile } from '../host/staticFiles';

export interface ServerOptions {
  readonly services: HostServices;
  readonly rendererFolder: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningServer {
  /** The address with the token that opens the first page. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const apiPrefix = '/api/';

/** Serves window and services on 127.0.0.1 and nowhere else. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const gate = new Gate();
  const events = new EventStream(options.services.events);
  const server = createServer((request, response) => {
    answer(request, response, options, gate, events).catch((error: unknown) =>
      plain(response, 500, `internal error: ${String(error)}`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server has listened
  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${gate.token}`,
    close: () => {
      events.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { services, rendererFolder }: ServerOptions,
  gate: Gate,
  events: EventStream,
): Promise<void> {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  const address = new URL(request.url ?? '/', 'http://127.0.0.1');
  const token = address.pathname === '/' ? address.searchParams.get('token') : undefined;
  const refusal = gate.refusal(request, token ?? undefined);
  if (refusal !== undefined) {
    plain(response, refusal.status, refusal.message);
  } else if (typeof token === 'string') {
    // The secret leaves the address and the history, and stays in a cookie that no script can read.
    response.writeHead(303, { Location: '/', 'Set-Cookie': gate.cookieHeader() }).end();
  } else if (address.pathname === '/api/events') {
    events.connect(request, response);
  } else if (address.pathname.startsWith(apiPrefix)) {
    await answerCall(request, response, services, address.pathname.slice(apiPrefix.length));
  } else {
    await answerFile(request, response, rendererFolder, address.pathname);
  }
}

async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  services: HostServices,
  name: string,
): Promise<void> {
  const method = findMethod(name);
  if (method === undefined) {
    plain(response, 404, `there is no method ${JSON.stringify(name)}`);
    return;
  }
  if (request.method !== 'POST') {
    plain(response, 405, 'methods are called with POST');
    return;
  }
  const body = await readBody(request, method);
  if (!body.ok) {
    plain(response, body.status, body.message);
    return;
  }
  const result = await callMethod(services.handlers, method, body.value);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(result));
}

async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  path: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    plain(response, 405, 'files are read with GET');
    return;
  }
  const file = await readStaticFile(folder, path);
  if (file === undefined) {
    plain(response, 404, 'not found');
    return;
  }
  response.writeHead(200, { 'Content-Type': file.type, 'Cache-Control': 'no-cache' });
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

function plain(response: ServerResponse, status: number, message: string): void {
  if (!response.headersSent) {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  }
  response.end(`${message}\n`);
}
