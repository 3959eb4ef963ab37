import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RunListEntry } from '../../../electron/contract/api';
import { useAppState, useSession } from '../../state/hooks';
import { useRoute } from '../../state/router';
import { runToShow } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { WrittenMarkdown } from '../../widgets/WrittenMarkdown';

const LONGEST_NOTES = 100_000;

/** The engineer's own notes, kept with the run that is open. */
export function EngineerNotes() {
  const { runId } = useRoute();
  const shown = useAppState(runToShow);
  const entry = useAppState(({ runs }) =>
    runs.status === 'ready'
      ? runs.value.find((candidate) => candidate.runId === (runId ?? shown))
      : undefined,
  );
  if (entry === undefined) {
    return (
      <Card title="Your notes">
        <p className="note">Notes are kept with a run; there is none yet.</p>
      </Card>
    );
  }
  return <RunNotes key={entry.runId} entry={entry} />;
}

function RunNotes({ entry }: { readonly entry: RunListEntry }) {
  const session = useSession();
  const [draft, setDraft] = useState<string>();
  const save = async (): Promise<void> => {
    if (await session.annotate({ runId: entry.runId, notes: draft })) setDraft(undefined);
  };
  return (
    <Card
      title="Your notes"
      note={`kept with the run ${entry.name}`}
      actions={
        draft === undefined ? (
          <Button variant="default" size="compact-xs" onClick={() => setDraft(entry.notes)}>
            {entry.notes === '' ? 'Write' : 'Edit'}
          </Button>
        ) : undefined
      }
    >
      {draft === undefined ? (
        <WrittenMarkdown text={entry.notes} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Textarea
            aria-label="Notes in Markdown"
            autosize
            minRows={5}
            maxRows={24}
            maxLength={LONGEST_NOTES}
            autoFocus
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <div className="notes-actions">
            <Button variant="default" size="compact-xs" onClick={() => setDraft(undefined)}>
              Cancel
            </Button>
            <Button type="submit" size="compact-xs">
              Save
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
