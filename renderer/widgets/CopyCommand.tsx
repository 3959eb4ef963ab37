import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';

/** A command line to take along. */
export function CopyCommand({ command }: { readonly command: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className="copy-command">
      <code tabIndex={0} role="group" aria-label="Command">
        {command}
      </code>
      <Button variant="default" size="compact-xs" onClick={() => clipboard.copy(command)}>
        {clipboard.copied ? 'Copied' : clipboard.error ? 'Select and copy' : 'Copy'}
      </Button>
    </div>
  );
}
