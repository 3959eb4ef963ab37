import { HOST_EVENTS, type HostEvent, type HostEvents } from '../../electron/contract/api';
import type { ConnectionSource, ConnectionState } from './connection';

/** The part of EventSource that is used; tests put their own in. */
export interface EventSourceLike {
  readonly readyState: number;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export type OpenEventSource = (url: string) => EventSourceLike;

type Listener = (payload: never) => void;

const CLOSED = 2;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

/**
 * The host's events over one EventSource. The browser reconnects by itself after a broken line and
 * asks for what it missed; when it gives up (the server answered with an error) a new one is
 * opened, ever less often. The session asks for everything again when the host is back.
 */
export class EventStream implements ConnectionSource {
  #state: ConnectionState = 'connecting';
  #source: EventSourceLike | undefined;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  readonly #listeners = new Map<HostEvent, Set<Listener>>();

  constructor(
    private readonly url: string,
    private readonly open: OpenEventSource,
  ) {
    this.#connect();
  }

  current(): ConnectionState {
    return this.#state;
  }

  subscribe(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  on<E extends HostEvent>(event: E, listener: (payload: HostEvents[E]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set<Listener>();
    this.#listeners.set(event, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #connect(): void {
    const source = this.open(this.url);
    this.#source = source;
    source.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#become('connected');
    };
    source.onerror = () => {
      this.#become('lost');
      if (source.readyState === CLOSED) this.#retry(source);
    };
    for (const event of HOST_EVENTS) {
      source.addEventListener(event, (message) => this.#receive(event, message));
    }
  }

  #retry(source: EventSourceLike): void {
    if (source !== this.#source) return;
    source.close();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #receive(event: HostEvent, message: MessageEvent<string>): void {
    // Our own server wrote this text from the contract's types and is the only origin allowed.
    const payload = JSON.parse(message.data) as never;
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
