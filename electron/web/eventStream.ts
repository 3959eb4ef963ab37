import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventHub } from '../host/eventHub';

/** Events kept for a window that lost its connection for a moment. */
const keptEvents = 1000;
/** A proxy or a sleeping laptop drops a silent connection. */
const heartbeatMs = 15_000;

interface NumberedEvent {
  readonly id: number;
  readonly text: string;
}

/** Server-sent events to every open window, with numbers, and replay after a broken connection. */
export class EventStream {
  readonly #open = new Set<ServerResponse>();
  readonly #kept: NumberedEvent[] = [];
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #lastId = 0;

  constructor(hub: EventHub) {
    this.#unsubscribe = hub.subscribe((event, payload) => this.#publish(event, payload));
    this.#heartbeat = setInterval(() => this.#toAll(': still here\n\n'), heartbeatMs);
    this.#heartbeat.unref();
  }

  connect(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      Connection: 'keep-alive',
    });
    const seen = Number(request.headers['last-event-id'] ?? Number.NaN);
    const missed = this.#kept.filter(({ id }) => id > seen).map(({ text }) => text);
    response.write(`retry: 1000\n\n${missed.join('')}`);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    for (const response of this.#open) {
      response.end();
    }
  }

  #publish(event: string, payload: unknown): void {
    const id = ++this.#lastId;
    const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
    this.#kept.push({ id, text });
    if (this.#kept.length > keptEvents) {
      this.#kept.shift();
    }
    this.#toAll(text);
  }

  #toAll(text: string): void {
    for (const response of this.#open) {
      response.write(text);
    }
  }
}
