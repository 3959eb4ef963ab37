import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

const ownNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Decides who may talk to the server. Any page in the person's browser can send requests to a loopback
 * port, so a request must come from our own page (host, origin, fetch metadata) and carry the secret.
 */
export class Gate {
  readonly token = randomBytes(32).toString('hex');
  /** Cookies ignore ports: two servers on one host must not share a name. */
  readonly cookieName = `moe_workbench_${randomBytes(4).toString('hex')}`;

  /** Undefined when the request may go on. The token in the address is for the first page only. */
  refusal(request: IncomingMessage, tokenInAddress: string | undefined): Refusal | undefined {
    const host = request.headers.host ?? '';
    if (!ownNames.has(host.replace(/:\d+$/, ''))) {
      return { status: 421, message: 'this server answers on the loopback interface only' };
    }
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, message: 'requests from other pages are not answered' };
    }
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return { status: 403, message: 'requests from other sites are not answered' };
    }
    if (!this.#isToken(tokenInAddress ?? this.#cookie(request))) {
      return { status: 401, message: 'open the address that npm start printed' };
    }
    return undefined;
  }

  /** Lets the browser keep the secret where no script can read it. */
  cookieHeader(): string {
    return `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #cookie(request: IncomingMessage): string | undefined {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([name]) => name === this.cookieName)?.[1];
  }

  #isToken(text: string | undefined): boolean {
    const given = Buffer.from(text ?? '');
    const wanted = Buffer.from(this.token);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
