import type { HostMethod, HostMethods, Workbench } from '../../electron/contract/api';
import type { Result, WorkbenchError } from '../../electron/contract/errors';
import type { Bridge } from './connection';
import { EventStream, type OpenEventSource } from './eventStream';

/** Workbench over the loopback server: POST /api/<method>, and events from /api/events. */
export function createHttpBridge(
  fetchFrom: typeof fetch = (...request) => fetch(...request),
  openEvents: OpenEventSource = (url) => new EventSource(url) as ReturnType<OpenEventSource>,
): Bridge {
  const events = new EventStream('/api/events', openEvents);
  const workbench: Workbench = {
    call: (method, request) => callOverHttp(fetchFrom, method, request),
    on: (event, listener) => events.on(event, listener),
  };
  return { workbench, connection: events };
}

async function callOverHttp<M extends HostMethod>(
  fetchFrom: typeof fetch,
  method: M,
  request: HostMethods[M]['request'],
): Promise<Result<HostMethods[M]['reply']>> {
  let response: Response;
  try {
    response = await fetchFrom(`/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  } catch {
    return failure('The workbench server does not answer; start it again with npm start.');
  }
  const text = await response.text().catch(() => '');
  const reply = parseJson(text);
  // The server checks its replies against the contract's schemas; here only the envelope is.
  if (isResult(reply)) return reply as Result<HostMethods[M]['reply']>;
  return failure(httpMessage(response, text));
}

/** Undefined when it is not JSON: then the server itself has spoken, not the method. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isResult(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'ok' in reply;
}

/** The server's own refusals are one sentence of plain text. */
function httpMessage({ status, headers }: Response, text: string): string {
  if (status === 401) {
    return 'This window is not signed in to the server; open the link that npm start printed.';
  }
  const isPlain = headers.get('content-type')?.startsWith('text/plain') ?? false;
  const said = isPlain && text !== '' ? `: ${text}` : '.';
  return `The workbench server answered with status ${status} where a result was expected${said}`;
}

function failure(message: string): { readonly ok: false; readonly error: WorkbenchError } {
  return { ok: false, error: { code: 'internal', message } };
}
