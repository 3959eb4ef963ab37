import './page.css';
import { setUpFilter } from './filter';
import { setUpSorting } from './sorting';
import { setUpTheme } from './theme';

/** What a report can do beyond being read; the page is complete without it. */
const tools = document.querySelector<HTMLElement>('.report-tools');
if (tools !== null) {
  tools.hidden = false;
  setUpTheme();
  setUpSorting();
  setUpFilter();
}
