import { Button } from '@mantine/core';
import { useAppState, useSession } from '../state/hooks';
import { ErrorMessage, Message } from '../widgets/Message';

/** What went wrong with the last action, and whether the host is gone. */
export function Notices() {
  const session = useSession();
  const notice = useAppState((state) => state.notice);
  const connection = useAppState((state) => state.connection);
  if (connection !== 'lost' && notice === undefined) return null;
  return (
    <div className="notices">
      {connection === 'lost' && (
        <Message tone="bad" word="Disconnected">
          The workbench server does not answer. What is shown is what was received last; a run that
          was going on is safe in its file. Trying again by itself; if the server has stopped, start
          it with <code>npm start</code>.
        </Message>
      )}
      {notice !== undefined && (
        <ErrorMessage
          error={notice}
          actions={
            <Button variant="default" size="compact-xs" onClick={() => session.dismissNotice()}>
              Dismiss
            </Button>
          }
        />
      )}
    </div>
  );
}
