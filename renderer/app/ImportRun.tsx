import { useRef, type ChangeEvent } from 'react';
import { RUN_FILE_EXTENSION } from '../../electron/contract/runFile';
import { useSession } from '../state/hooks';
import { navigate } from '../state/router';

export const IMPORT_INPUT_ID = 'import-run-file';

/** Takes a run file from disk into the library and opens it. */
export function ImportRun() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const field = event.currentTarget;
    const file = field.files?.[0];
    if (file === undefined) return;
    const runId = await session.importRun(await file.text());
    // The same file may be chosen again after it was mended.
    field.value = '';
    if (runId !== undefined) navigate({ place: 'overview', runId, view: {} });
  };
  return (
    <div className="import-run">
      <button type="button" className="link-button" onClick={() => input.current?.click()}>
        Import a run file…
      </button>
      <input
        ref={input}
        id={IMPORT_INPUT_ID}
        type="file"
        accept={`${RUN_FILE_EXTENSION},.jsonl`}
        hidden
        aria-label="Run file"
        onChange={(event) => void take(event)}
      />
    </div>
  );
}
