/** Keeps the end of a stream of text. */
export class LastLines {
  #lines: string[] = [];
  #rest = '';

  constructor(private readonly limit = 20) {}

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines].slice(-this.limit);
  }

  text(): string {
    return [...this.#lines, this.#rest].join('\n').trim();
  }
}
