import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import '@fontsource-variable/inter/wght.css';
import '../theme/tokens.css';
import '../theme/base.css';
import '../widgets/widgets.css';
import '../widgets/tables.css';
import '../charts/charts.css';
import './app.css';
import '../views/overview/overview.css';
import '../views/run/run.css';
import '../views/tactics/tactics.css';
import '../views/compare/compare.css';
import '../views/registers/registers.css';
import '../report/report.css';
import '../views/reports/reports.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { pickBridge } from '../bridge/pickBridge';
import { Session } from '../state/session';
import { App } from './App';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');
const session = new Session(pickBridge(window));
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
