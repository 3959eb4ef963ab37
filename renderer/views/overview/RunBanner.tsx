import { Button } from '@mantine/core';
import type { RunProgress } from '../../../electron/contract/api';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { useAppState, useSession } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { formatDuration } from '../../../electron/engine/text/format';
import { Message } from '../../widgets/Message';
import { runStanding } from '../run/runStanding';

/** Says that the figures below are not final, and what to do about it; silent for a finished run. */
export function RunBanner(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
  readonly active: boolean;
}) {
  const { document, summary, active } = props;
  const session = useSession();
  const progress = useAppState((state) => state.progress);
  const { runId } = document.header;
  const href = formatRoute({ place: 'run', runId, view: {} });
  const watch = (
    <Button component="a" variant="default" size="compact-xs" href={href}>
      {active ? 'Watch' : 'Details'}
    </Button>
  );
  if (active) {
    return (
      <Message tone="busy" word="Being measured" actions={watch}>
        {progress === undefined ? 'It is just starting.' : doneText(progress)} Every figure below
        may still move.
      </Message>
    );
  }
  const standing = runStanding(document, summary);
  if (!summary.provisional) return null;
  return (
    <Message
      tone={standing.status === 'failed' ? 'bad' : 'warn'}
      word={standing.status === 'failed' ? 'Failed' : `Not finished: ${standing.status}`}
      actions={
        <>
          {standing.resumable && (
            <Button size="compact-xs" onClick={() => void session.resumeRun(runId)}>
              Resume
            </Button>
          )}
          {watch}
        </>
      }
    >
      {standing.sentence} Figures are provisional.
    </Message>
  );
}

function doneText({ fraction, remainingSeconds }: RunProgress): string {
  const left =
    remainingSeconds === undefined ? '' : `, about ${formatDuration(remainingSeconds)} left`;
  return `${Math.round(fraction * 100)} % done${left}.`;
}
