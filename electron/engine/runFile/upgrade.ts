/** Turns one line of schema version n into version n + 1. */
type Upgrader = (line: unknown) => unknown;

/** One per past version, oldest first: the first entry upgrades version 1. */
const upgraders: readonly Upgrader[] = [fromVersion1];

/** Version 2 adds two sides: every field of theirs may be absent, so only the header's number changes. */
function fromVersion1(line: unknown): unknown {
  return typeof line === 'object' && line !== null && 'schemaVersion' in line
    ? { ...line, schemaVersion: 2 }
    : line;
}

/** Brings a line of an older schema version up to the newest. */
export function upgradeLine(line: unknown, version: number): unknown {
  return upgraders.slice(version - 1).reduce((upgraded, upgrade) => upgrade(upgraded), line);
}
