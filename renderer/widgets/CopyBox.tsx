import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** Text to take along, as it is copied, beside the button that copies it. */
export function CopyBox(props: {
  /** What the text is, for those who do not see it. */
  readonly label: string;
  readonly text: string;
  /** How the text is shown; absent: line by line, as it is. */
  readonly children?: ReactNode;
}) {
  const { label, text, children } = props;
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className="copy-box">
      <code
        className={children === undefined ? 'copy-lines' : undefined}
        tabIndex={0}
        role="group"
        aria-label={label}
      >
        {children ?? text}
      </code>
      <Button variant="default" size="compact-xs" onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? 'Copied' : clipboard.error ? 'Select and copy' : 'Copy'}
      </Button>
    </div>
  );
}
