import './page.css';
import { setUpFilter } from './filter';
import { setUpRowLimits } from './rowLimit';
import { setUpSorting } from './sorting';
import { setUpTheme } from './theme';

// Before the first table is laid out: see `.beyond` in page.css.
document.documentElement.dataset['scripted'] = '';

/** What a report can do beyond being read; the page is complete without it. */
document.addEventListener('DOMContentLoaded', () => {
  const tools = document.querySelector<HTMLElement>('.report-tools');
  if (tools === null) return;
  tools.hidden = false;
  setUpTheme();
  setUpSorting();
  setUpRowLimits();
  setUpFilter();
});
