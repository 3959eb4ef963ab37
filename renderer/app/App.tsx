import { MantineProvider } from '@mantine/core';
import { useEffect } from 'react';
import { SessionContext } from '../state/hooks';
import { navigate } from '../state/router';
import type { Session } from '../state/session';
import { cssVariablesResolver, mantineTheme } from '../theme/mantineTheme';
import { mantineScheme } from '../theme/themeMode';
import { ErrorBoundary } from './ErrorBoundary';
import { Shell } from './Shell';
import { useThemeMode } from './useThemeMode';

/** The whole window on one session. */
export function App({ session }: { readonly session: Session }) {
  const [themeMode, setThemeMode] = useThemeMode();
  useEffect(
    () => session.start((runId) => navigate({ place: 'overview', runId, view: {} })),
    [session],
  );
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={mantineScheme(themeMode)}
    >
      <ErrorBoundary what="The window">
        <SessionContext value={session}>
          <Shell themeMode={themeMode} onThemeMode={setThemeMode} />
        </SessionContext>
      </ErrorBoundary>
    </MantineProvider>
  );
}
