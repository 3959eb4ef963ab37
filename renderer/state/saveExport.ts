import type { Result } from '../../electron/contract/errors';
import type { ExportRequest } from '../../electron/contract/report';
import { saveFile } from '../widgets/saveFile';
import type { Session } from './session';

/** Asks the host for a run in a format and saves what comes. @returns what was saved, in words */
export async function saveExport(
  session: Session,
  request: ExportRequest,
): Promise<Result<string>> {
  const exported = await session.exportReport(request);
  if (!exported.ok) return exported;
  for (const { name, mediaType, base64 } of exported.value) {
    saveFile(name, new Blob([bytesOf(base64)], { type: mediaType }));
  }
  const names = exported.value.map(({ name }) => name).join(', ');
  const note = exported.value[0]?.note;
  return { ok: true, value: `${names} saved${note === undefined ? '' : `, ${note}`}` };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
