import { useAppState } from '../state/hooks';
import { StatusMark } from '../widgets/StatusMark';

/** Where things are kept and whether the host answers. */
export function Footer({ onKeys }: { readonly onKeys: () => void }) {
  const app = useAppState((state) => state.app);
  const connection = useAppState((state) => state.connection);
  const progress = useAppState((state) => state.progress);
  return (
    <footer className="foot">
      {app.status === 'ready' && (
        <>
          <span>version {app.value.version}</span>
          <span className="foot-folder" title={app.value.libraryFolder}>
            runs in {app.value.libraryFolder}
          </span>
        </>
      )}
      {progress !== undefined && <span>{progress.activity}</span>}
      <span className="spacer" />
      {connection === 'lost' && <StatusMark tone="bad" word="disconnected" />}
      {connection === 'connecting' && <StatusMark tone="busy" word="connecting" />}
      <button type="button" className="link-button" onClick={onKeys}>
        <kbd className="kbd">?</kbd> keys
      </button>
    </footer>
  );
}
