import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Result } from '../contract/errors';
import type { DigestedRun, ReportSource } from '../engine/report/buildReport';
import type { ExportJob, JobBaseline } from '../engine/report/exportJob';
import { failure, success } from '../engine/result';
import { decodeRunFile } from '../engine/runFile/codec';
import { readFault } from '../engine/text/systemFault';

/** Everything that the job's report is made from, read from the disk. */
export async function readSource(job: ExportJob): Promise<Result<ReportSource>> {
  const run = await readRun(job.run);
  if (!run.ok) {
    return run;
  }
  const baseline = await readBaseline(job.baseline);
  if (!baseline.ok) {
    return baseline;
  }
  const { registers, notes, version, madeAt } = job;
  return success({
    run: run.value,
    ...(baseline.value === undefined ? {} : { baseline: baseline.value }),
    registers,
    notes,
    version,
    madeAt,
  });
}

async function readBaseline(
  baseline: JobBaseline | undefined,
): Promise<Result<ReportSource['baseline']>> {
  if (baseline === undefined || baseline.kind === 'family') {
    return success(baseline);
  }
  const run = await readRun(baseline.path);
  return run.ok ? success({ kind: 'run', run: run.value }) : run;
}

async function readRun(path: string): Promise<Result<DigestedRun>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return failure('not_found', `cannot read ${path}: ${readFault(error)}`);
  }
  // On a thread of Node's own, while this one reads the lines.
  const digest = webcrypto.subtle.digest('SHA-256', bytes);
  const document = decodeRunFile(bytes.toString('utf8'));
  return document.ok
    ? success({
        document: document.value,
        digestSha256: Buffer.from(await digest).toString('hex'),
      })
    : failure(document.error.code, `${path}: ${document.error.message}`);
}
