import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ExportFormat, ExportRequest } from '../../../electron/contract/report';
import type { WorkbenchError } from '../../../electron/contract/errors';
import { saveExport } from '../../state/saveExport';
import { useSession } from '../../state/hooks';
import { Card } from '../../widgets/Card';
import { ErrorMessage } from '../../widgets/Message';

interface FormatLook {
  readonly format: ExportFormat;
  readonly label: string;
  /** What it is for, in a few words. */
  readonly use: string;
}

const GROUPS: readonly (readonly [heading: string, formats: readonly FormatLook[]])[] = [
  [
    'The report',
    [
      { format: 'html', label: 'HTML', use: 'one file, opens offline' },
      { format: 'pdf', label: 'PDF', use: 'pages to print' },
      { format: 'md', label: 'Markdown', use: 'for the pull request' },
    ],
  ],
  [
    'The data',
    [
      { format: 'csv', label: 'CSV', use: 'every cell' },
      { format: 'json', label: 'JSON', use: 'cells and verdicts' },
      { format: 'parquet', label: 'Parquet', use: 'every cell' },
    ],
  ],
  [
    'For other tools',
    [
      { format: 'nvbench', label: 'nvbench', use: 'JSON' },
      { format: 'google-benchmark', label: 'google-benchmark', use: 'JSON' },
      { format: 'chrome-trace', label: 'Chrome trace', use: 'Perfetto' },
    ],
  ],
];

type Standing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly label: string }
  | { readonly kind: 'saved'; readonly words: string }
  | { readonly kind: 'failed'; readonly error: WorkbenchError };

/** Every form that the result can leave the program in. */
export function ExportCard({ request }: { readonly request: Omit<ExportRequest, 'format'> }) {
  const session = useSession();
  const [standing, setStanding] = useState<Standing>({ kind: 'idle' });
  const start = async ({ format, label }: FormatLook): Promise<void> => {
    setStanding({ kind: 'busy', label });
    const saved = await saveExport(session, { ...request, format });
    setStanding(
      saved.ok ? { kind: 'saved', words: saved.value } : { kind: 'failed', error: saved.error },
    );
  };
  return (
    <Card title="Export">
      {GROUPS.map(([heading, formats]) => (
        <div key={heading} className="export-group" role="group" aria-label={heading}>
          <span className="note">{heading}</span>
          {formats.map((look) => (
            <Button
              key={look.format}
              variant={look.format === 'html' ? 'filled' : 'default'}
              size="compact-sm"
              title={look.use}
              disabled={standing.kind === 'busy'}
              onClick={() => void start(look)}
            >
              {look.label}
            </Button>
          ))}
        </div>
      ))}
      <p className="note" role="status">
        {standing.kind === 'busy' && `${standing.label} is being written…`}
        {standing.kind === 'saved' && standing.words}
      </p>
      {standing.kind === 'failed' && <ErrorMessage error={standing.error} />}
    </Card>
  );
}
