import { useEffect, useState } from 'react';
import { useSession } from '../state/hooks';
import { useRoute } from '../state/router';
import type { ThemeMode } from '../theme/themeMode';
import { ComparePlace } from '../views/compare/ComparePlace';
import { OverviewPlace } from '../views/overview/OverviewPlace';
import { RegistersPlace } from '../views/registers/RegistersPlace';
import { ReportsPlace } from '../views/reports/ReportsPlace';
import { RunPlace } from '../views/run/RunPlace';
import { TacticsPlace } from '../views/tactics/TacticsPlace';
import { ErrorBoundary } from './ErrorBoundary';
import { Footer } from './Footer';
import { KeySheet } from './KeySheet';
import { Notices } from './Notices';
import { Palette } from './Palette';
import { PLACE_LABELS } from './placeLabels';
import { Rail } from './Rail';
import { TopBar } from './TopBar';
import { useKeys } from './useKeys';

const VIEWS = {
  overview: OverviewPlace,
  run: RunPlace,
  tactics: TacticsPlace,
  compare: ComparePlace,
  registers: RegistersPlace,
  reports: ReportsPlace,
} as const;

/** Bar, rail, place and foot; opens the run that the link names. */
export function Shell(props: {
  readonly themeMode: ThemeMode;
  readonly onThemeMode: (mode: ThemeMode) => void;
}) {
  const session = useSession();
  const route = useRoute();
  const [keysShown, setKeysShown] = useState(false);
  useKeys(() => setKeysShown((shown) => !shown));
  useEffect(() => {
    if (route.runId !== undefined) void session.openRun(route.runId);
  }, [session, route.runId]);
  useEffect(() => {
    document.title = `${PLACE_LABELS[route.place]} · MoE Workbench`;
  }, [route.place]);
  const View = VIEWS[route.place];
  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <TopBar {...props} onKeys={() => setKeysShown(true)} />
      <Rail />
      <main className="place" id="main" tabIndex={-1}>
        <Notices />
        <ErrorBoundary key={`${route.place} ${route.runId ?? ''}`} what="This view">
          <View />
        </ErrorBoundary>
      </main>
      <Footer onKeys={() => setKeysShown(true)} />
      <KeySheet opened={keysShown} onClose={() => setKeysShown(false)} />
      <Palette onThemeMode={props.onThemeMode} onKeys={() => setKeysShown(true)} />
    </div>
  );
}

/** The hash is the route, so the link moves the focus itself. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
