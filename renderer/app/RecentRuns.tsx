import { useEffect, useState } from 'react';
import type { RunListEntry } from '../../electron/contract/api';
import { useAppState } from '../state/hooks';
import { formatRoute } from '../state/route';
import { useRoute } from '../state/router';
import { formatAge } from '../../electron/engine/text/format';
import { RunStatusMark } from '../widgets/RunStatus';
import { RenameRun } from './RenameRun';

/** The library, newest first; every run can be opened and renamed. */
export function RecentRuns() {
  const runs = useAppState((state) => state.runs);
  const [renaming, setRenaming] = useState<RunListEntry | undefined>(undefined);
  return (
    <section className="recent" aria-labelledby="recent-runs">
      <h2 id="recent-runs">Recent runs</h2>
      {runs.status === 'loading' && <p className="note">reading the library</p>}
      {runs.status === 'error' && <p className="note">{runs.error.message}</p>}
      {runs.status === 'ready' && runs.value.length === 0 && <p className="note">none yet</p>}
      {runs.status === 'ready' && (
        <ul>
          {runs.value
            .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
            .map((entry) => (
              <RecentRun key={entry.runId} entry={entry} onRename={() => setRenaming(entry)} />
            ))}
        </ul>
      )}
      {renaming !== undefined && (
        <RenameRun entry={renaming} onClose={() => setRenaming(undefined)} />
      )}
    </section>
  );
}

function RecentRun(props: { readonly entry: RunListEntry; readonly onRename: () => void }) {
  const { runId, name, createdAt, status } = props.entry;
  const route = useRoute();
  const now = useNow();
  const open = route.runId === runId;
  return (
    <li className="recent-run">
      <a
        href={formatRoute({ place: route.place, runId, view: {} })}
        aria-current={open ? 'true' : undefined}
        title={`${name}, ${new Date(createdAt).toLocaleString()}`}
      >
        <RunStatusMark status={status} />
        <span className="recent-name">{name}</span>
        <small>{formatAge(createdAt, now)}</small>
      </a>
      {open && (
        <button type="button" className="link-button" onClick={props.onRename}>
          rename
        </button>
      )}
    </li>
  );
}

const MINUTE_MS = 60_000;

/** The time, to the minute: ages grow while the window stays open. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
