import { Button } from '@mantine/core';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { useAppState, useSession } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { formatDuration } from '../../widgets/format';
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
  if (active && progress !== undefined) {
    const left =
      progress.remainingSeconds === undefined
        ? ''
        : `, about ${formatDuration(progress.remainingSeconds)} left`;
    return (
      <Message tone="busy" word="Being measured" actions={watch}>
        {Math.round(progress.fraction * 100)} % done{left}. Every figure below may still move.
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
