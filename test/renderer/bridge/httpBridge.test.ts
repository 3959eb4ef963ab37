import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventSourceLike } from '../../../renderer/bridge/eventStream';
import { createHttpBridge } from '../../../renderer/bridge/httpBridge';

const OPEN = 1;
const CLOSED = 2;

class FakeEventSource implements EventSourceLike {
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.readyState = CLOSED;
  }

  accept(): void {
    this.readyState = OPEN;
    this.onopen?.();
  }

  /** The browser gives up: the server answered with an error. */
  refuse(): void {
    this.readyState = CLOSED;
    this.onerror?.();
  }

  send(type: string, payload: unknown, lastEventId: string): void {
    // The bridge reads nothing else of a message.
    const message = { data: JSON.stringify(payload), lastEventId } as MessageEvent<string>;
    this.#listeners.get(type)?.(message);
  }
}

function bridgeWithSources() {
  const sources: FakeEventSource[] = [];
  const bridge = createHttpBridge(vi.fn(), (url) => {
    const source = new FakeEventSource(url);
    sources.push(source);
    return source;
  });
  const latest = (): FakeEventSource => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error('No event source was opened.');
    return source;
  };
  return { bridge, sources, latest };
}

describe('events over HTTP', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('reach the listeners of their kind until they leave', () => {
    const { bridge, latest } = bridgeWithSources();
    const heard: string[] = [];
    const leave = bridge.workbench.on('run:ended', ({ runId }) => heard.push(runId));
    latest().send('run:ended', { runId: 'a', reason: 'complete' }, '1');
    leave();
    latest().send('run:ended', { runId: 'b', reason: 'complete' }, '2');
    expect(heard).toEqual(['a']);
  });

  it('tell whether the host answers', () => {
    const { bridge, latest } = bridgeWithSources();
    const states: string[] = [];
    bridge.connection.subscribe((state) => states.push(state));
    latest().accept();
    latest().onerror?.();
    latest().accept();
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('are asked for again when the browser has given up', () => {
    const { bridge, sources, latest } = bridgeWithSources();
    const heard: string[] = [];
    bridge.workbench.on('runs:opened', ({ runId }) => heard.push(runId));
    latest().accept();
    latest().send('runs:opened', { runId: 'a' }, '41');
    latest().refuse();
    vi.advanceTimersByTime(1000);
    expect(sources).toHaveLength(2);
    expect(latest().url).toBe('/api/events');
    latest().accept();
    latest().send('runs:opened', { runId: 'b' }, '42');
    expect(heard).toEqual(['a', 'b']);
  });

  it('are asked for ever less often while the host is gone', () => {
    const { sources, latest } = bridgeWithSources();
    for (let attempt = 0; attempt < 4; attempt++) {
      latest().refuse();
      vi.advanceTimersByTime(500 * 2 ** attempt);
    }
    expect(sources).toHaveLength(5);
    latest().refuse();
    vi.advanceTimersByTime(500);
    expect(sources).toHaveLength(5);
  });
});

describe('calls over HTTP', () => {
  const call = async (fetchFrom: typeof fetch) => {
    const { workbench } = createHttpBridge(fetchFrom, (url) => new FakeEventSource(url));
    return workbench.call('runs:open', { runId: 'r' });
  };

  it('post the request as JSON and pass the result on', async () => {
    const fetchFrom = vi.fn(() =>
      Promise.resolve(Response.json({ ok: false, error: { code: 'not_found', message: 'No.' } })),
    );
    expect(await call(fetchFrom)).toEqual({
      ok: false,
      error: { code: 'not_found', message: 'No.' },
    });
    expect(fetchFrom).toHaveBeenCalledWith('/api/runs:open', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"runId":"r"}',
    });
  });

  it('become an error in words when the server is gone', async () => {
    const result = await call(() => Promise.reject(new TypeError('fetch failed')));
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/npm start/) },
    });
  });

  it('become an error in words when the answer is no result', async () => {
    const result = await call(() => Promise.resolve(new Response('busy', { status: 503 })));
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringMatching(/503/) } });
  });

  it('pass on what the server itself says in plain text', async () => {
    const result = await call(() => Promise.resolve(new Response('too large', { status: 413 })));
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/413 .*: too large/) },
    });
  });

  it('say what to do when the window is not signed in', async () => {
    const result = await call(() => Promise.resolve(new Response('', { status: 401 })));
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/npm start printed/) },
    });
  });
});
