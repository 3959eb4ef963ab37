import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WorkbenchError } from '../../../electron/contract/errors';
import { saveExport } from '../../state/saveExport';
import { useSession } from '../../state/hooks';
import { Card } from '../../widgets/Card';
import { ErrorMessage } from '../../widgets/Message';
import { FORMAT_GROUPS, type FormatLook } from './exportFormats';
import type { ExportOrder } from './reportDraft';

type Standing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly label: string }
  | { readonly kind: 'saved'; readonly words: string }
  | { readonly kind: 'failed'; readonly error: WorkbenchError };

/** Every form that the result can leave the program in. */
export function ExportCard({ order }: { readonly order: ExportOrder }) {
  const session = useSession();
  const [standing, setStanding] = useState<Standing>({ kind: 'idle' });
  const busy = standing.kind === 'busy';
  const start = async ({ format, label }: FormatLook): Promise<void> => {
    setStanding({ kind: 'busy', label });
    const saved = await saveExport(session, { ...order, format });
    setStanding(
      saved.ok ? { kind: 'saved', words: saved.value } : { kind: 'failed', error: saved.error },
    );
  };
  return (
    <Card title="Export" className="reports-export">
      <div className="export-groups">
        {FORMAT_GROUPS.map(({ heading, formats }) => (
          <div key={heading} className="export-group" role="group" aria-label={heading}>
            <span className="note">{heading}</span>
            <div className="export-buttons">
              {formats.map((look) => (
                <FormatButton key={look.format} look={look} busy={busy} onStart={start} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <p className="note export-standing" role="status">
        {standing.kind === 'busy' && `${standing.label} is being written…`}
        {standing.kind === 'saved' && standing.words}
      </p>
      {standing.kind === 'failed' && <ErrorMessage error={standing.error} />}
    </Card>
  );
}

/** Looks and says that it is disabled while a file is being written, and keeps the focus. */
function FormatButton(props: {
  readonly look: FormatLook;
  readonly busy: boolean;
  readonly onStart: (look: FormatLook) => Promise<void>;
}) {
  const { look, busy, onStart } = props;
  return (
    <Button
      variant={look.format === 'html' ? 'filled' : 'default'}
      size="compact-sm"
      title={look.use}
      data-disabled={busy}
      aria-disabled={busy}
      onClick={() => {
        if (!busy) void onStart(look);
      }}
    >
      {look.label}
    </Button>
  );
}
