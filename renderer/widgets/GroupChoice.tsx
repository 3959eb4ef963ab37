import type { RunSummary, SeriesGroup } from '../../electron/engine/runSummary';
import { groupName } from '../state/selectors';
import { updateView } from '../state/router';

/** Which stage and routing the charts show; nothing to choose with one. */
export function GroupChoice(props: {
  readonly summary: RunSummary;
  readonly chosen: SeriesGroup | undefined;
}) {
  const { summary, chosen } = props;
  if (summary.groups.length < 2) return null;
  return (
    <div className="group-choice" role="group" aria-label="Stage and routing">
      {summary.groups.map((group) => {
        const name = groupName(group);
        return (
          <button
            type="button"
            key={name}
            aria-pressed={group === chosen}
            onClick={() => updateView({ group: name }, 'push')}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}
