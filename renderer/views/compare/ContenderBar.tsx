import { NativeSelect } from '@mantine/core';
import type { RunId } from '../../../electron/contract/runFile';
import { useAppState } from '../../state/hooks';
import { updateView } from '../../state/router';
import { contendersIn, MOST_CONTENDERS, shownContender } from './contenders';

/** Runs that are held against one baseline, by turns: the open one is B, further ones C, D and E. */
export function ContenderBar(props: {
  readonly runId: RunId;
  readonly baseline: RunId;
  readonly view: Readonly<Record<string, string>>;
}) {
  const { runId, baseline, view } = props;
  const runs = useAppState((state) => state.runs);
  const known = runs.status === 'ready' ? runs.value : [];
  const contenders = contendersIn(view, runId);
  const shown = shownContender(view, runId);
  const nameOf = (id: RunId): string => known.find((run) => run.runId === id)?.name ?? id;
  const keep = (added: readonly RunId[]): void =>
    updateView({ with: added.length === 0 ? undefined : added.join(','), show: undefined }, 'push');
  const others = known.filter((run) => run.runId !== baseline && !contenders.includes(run.runId));
  return (
    <div className="card sides-bar contender-bar" role="group" aria-label="Contenders">
      {contenders.map((id, index) => (
        <span key={id}>
          <button
            type="button"
            className={`side-chip side-chip-${index + 1}`}
            aria-pressed={id === shown}
            onClick={() => updateView({ show: id === runId ? undefined : id }, 'push')}
          >
            <b>{'BCDE'[index]}</b> {nameOf(id)}
          </button>
          {index > 0 && (
            <button
              type="button"
              className="link-button"
              aria-label={`Remove ${nameOf(id)}`}
              onClick={() => keep(contenders.slice(1).filter((each) => each !== id))}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {contenders.length < MOST_CONTENDERS && others.length > 0 && (
        <NativeSelect
          aria-label="Add a contender"
          size="xs"
          data={[
            { value: '', label: 'add a contender' },
            ...others.map(({ runId: id, name }) => ({ value: id, label: name })),
          ]}
          value=""
          onChange={({ currentTarget: { value } }) => keep([...contenders.slice(1), value])}
        />
      )}
    </div>
  );
}
