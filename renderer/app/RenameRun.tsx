import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunListEntry } from '../../electron/contract/api';
import { useSession } from '../state/hooks';
import { Dialog } from '../widgets/Dialog';

const LONGEST_NAME = 120;

/** Gives a run another name in the library; the run file stays as it was. */
export function RenameRun(props: { readonly entry: RunListEntry; readonly onClose: () => void }) {
  const { entry, onClose } = props;
  const session = useSession();
  const [name, setName] = useState(entry.name);
  const trimmed = name.trim();
  const save = async (): Promise<void> => {
    await session.annotate({ runId: entry.runId, name: trimmed });
    onClose();
  };
  return (
    <Dialog title="Rename run" opened onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          maxLength={LONGEST_NAME}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={trimmed === '' ? 'A run needs a name.' : undefined}
        />
        <Group justify="flex-end" mt="sm" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={trimmed === ''}>
            Rename
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
