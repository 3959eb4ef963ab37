/** Follows the system's look until the reader chooses another; paper is always light. */
export function setUpTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('#report-theme');
  if (button === null) return;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  let dark = system.matches;
  const show = (asDark: boolean): void => {
    document.documentElement.dataset['theme'] = asDark ? 'dark' : 'light';
    button.textContent = asDark ? 'Light' : 'Dark';
  };
  const choose = (asDark: boolean): void => {
    dark = asDark;
    show(dark);
  };
  system.addEventListener('change', ({ matches }) => choose(matches));
  button.addEventListener('click', () => choose(!dark));
  window.addEventListener('beforeprint', () => show(false));
  window.addEventListener('afterprint', () => show(dark));
  show(dark);
}
