import type { RunDocument } from '../contract/runFile';
import { measuredLibrary } from './measuredLibrary';

/** The GPU or processor that a run was measured on. */
export function deviceName({ header }: Pick<RunDocument, 'header'>): string {
  const { plan, environment } = header;
  return measuredLibrary(environment, plan)?.device?.description ?? environment.cpu.model;
}
