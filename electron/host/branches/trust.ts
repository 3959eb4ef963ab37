import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '../../engine/schemas/parse';
import { trustedRepositoriesSchema } from '../../engine/schemas/trust';
import { writeWhole } from '../writeWhole';

/** Building runs a repository's own build files, so each is asked about once. */
export class TrustedRepositories {
  readonly #path: string;

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'trusted-repositories.json');
  }

  has(origin: string): boolean {
    return this.#read().includes(origin);
  }

  add(origin: string): void {
    if (this.has(origin)) {
      return;
    }
    mkdirSync(dirname(this.#path), { recursive: true });
    const list = [...this.#read(), origin];
    const written = writeWhole(this.#path, `${JSON.stringify(list, undefined, 2)}\n`);
    if (!written.ok) {
      throw new Error(written.error.message);
    }
  }

  /** A file that cannot be read trusts nobody. */
  #read(): readonly string[] {
    if (!existsSync(this.#path)) {
      return [];
    }
    try {
      const data: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      const list = parse(trustedRepositoriesSchema, data, this.#path);
      return list.ok ? list.value : [];
    } catch {
      return [];
    }
  }
}
