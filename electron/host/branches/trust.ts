import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '../../engine/schemas/parse';
import { trustedRepositoriesSchema } from '../../engine/schemas/trust';

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
    const aside = `${this.#path}.tmp`;
    writeFileSync(aside, `${JSON.stringify([...this.#read(), origin], undefined, 2)}\n`);
    renameSync(aside, this.#path);
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
