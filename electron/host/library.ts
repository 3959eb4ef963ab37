import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { RunAnnotation, RunListEntry } from '../contract/api';
import type { RunDocument, RunId } from '../contract/runFile';
import { runSubject } from '../engine/runSubject';

/** The name of the library in the data folder. */
export const LIBRARY_FILE = 'library.sqlite';

/**
 * The index of runs: what a list shows without opening every file, and what people wrote about runs.
 * All but the latter can be rebuilt from the run files.
 */
export class Library {
  readonly #database: DatabaseSyncInstance;

  /** @param folder made when it does not exist */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, LIBRARY_FILE));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA busy_timeout = 5000;
      PRAGMA foreign_keys = ON;
      ${schema}
    `);
  }

  /** Adds a run or brings its facts up to date; what people wrote stays. */
  index(document: RunDocument): void {
    const { header, records } = document;
    const last = records.at(-1);
    this.#database
      .prepare(
        `INSERT INTO run (run_id, created_at, preset, target, subject, cells, ended)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (run_id) DO UPDATE SET cells = excluded.cells, ended = excluded.ended`,
      )
      .run(
        header.runId,
        header.createdAt,
        header.plan.preset ?? null,
        header.plan.target,
        runSubject(header.plan),
        header.plan.cells.length,
        last?.type === 'end' ? last.reason : null,
      );
  }

  has(runId: RunId): boolean {
    return this.#database.prepare('SELECT 1 FROM run WHERE run_id = ?').get(runId) !== undefined;
  }

  /** Forgets runs whose files are gone, except for what people wrote about them. */
  keepOnly(runIds: readonly RunId[]): void {
    this.#database
      .prepare('DELETE FROM run WHERE run_id NOT IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(runIds));
  }

  /** Newest first. @param active the run that is being measured now */
  list(active: RunId | undefined): readonly RunListEntry[] {
    return this.#database
      .prepare(
        `SELECT run.*, note.name, note.notes, note.tags
         FROM run LEFT JOIN note USING (run_id) ORDER BY created_at DESC, run_id DESC`,
      )
      .all()
      .map((row) => entryOf(row as unknown as Row, active)); // the query's columns are those of Row
  }

  annotate({ runId, name, notes, tags }: RunAnnotation): void {
    this.#database
      .prepare(
        `INSERT INTO note (run_id, name, notes, tags) VALUES (?, ?, ?, ?)
         ON CONFLICT (run_id) DO UPDATE SET
           name = coalesce(excluded.name, name),
           notes = coalesce(excluded.notes, notes),
           tags = coalesce(excluded.tags, tags)`,
      )
      .run(runId, name ?? null, notes ?? null, tags === undefined ? null : JSON.stringify(tags));
  }

  /** What people wrote about a run, in Markdown; '' where nobody did. */
  notesOf(runId: RunId): string {
    return notesIn(this.#database, runId);
  }

  /** Afterwards all that was written is in the one file, which can then be read without its log. */
  close(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk: the log stays, and the next who opens the library takes it in.
    }
    this.#database.close();
  }
}

/** The notes on a run in an open library; '' where nobody wrote any. */
export function notesIn(database: DatabaseSyncInstance, runId: RunId): string {
  const row = database.prepare('SELECT notes FROM note WHERE run_id = ?').get(runId);
  return (row as { readonly notes: string | null } | undefined)?.notes ?? ''; // the query's one column
}

const schema = `
  CREATE TABLE IF NOT EXISTS run (
    run_id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    preset TEXT,
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    cells INTEGER NOT NULL,
    ended TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS note (
    run_id TEXT PRIMARY KEY,
    name TEXT,
    notes TEXT,
    tags TEXT
  ) STRICT;
`;

interface Row {
  readonly run_id: string;
  readonly created_at: string;
  readonly preset: string | null;
  readonly target: string;
  readonly subject: string;
  readonly cells: number;
  readonly ended: Exclude<RunListEntry['status'], 'running' | 'interrupted'> | null;
  readonly name: string | null;
  readonly notes: string | null;
  readonly tags: string | null;
}

function entryOf(row: Row, active: RunId | undefined): RunListEntry {
  return {
    runId: row.run_id,
    name: row.name ?? row.subject,
    createdAt: row.created_at,
    ...(row.preset === null ? {} : { preset: row.preset }),
    target: row.target,
    cells: row.cells,
    status: row.run_id === active ? 'running' : (row.ended ?? 'interrupted'),
    notes: row.notes ?? '',
    tags: row.tags === null ? [] : (JSON.parse(row.tags) as string[]), // written by annotate
  };
}
