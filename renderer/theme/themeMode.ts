/** The look a person chose, kept in this browser only. */
export const THEME_MODES = ['light', 'dark', 'contrast'] as const;
export type ThemeMode = (typeof THEME_MODES)[number];

export const THEME_LABELS: Record<ThemeMode, string> = {
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

const STORAGE_KEY = 'moe-workbench.theme';

/** The remembered choice, else what the system asks for. */
export function initialThemeMode(storage: Storage, prefers: (query: string) => boolean): ThemeMode {
  const stored = storage.getItem(STORAGE_KEY);
  const known = THEME_MODES.find((mode) => mode === stored);
  if (known !== undefined) return known;
  if (prefers('(prefers-contrast: more)')) return 'contrast';
  return prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light';
}

/** Remembers the choice; a browser that forbids storage only forgets it. */
export function rememberThemeMode(storage: Storage, mode: ThemeMode): void {
  try {
    storage.setItem(STORAGE_KEY, mode);
  } catch {
    // Private windows may refuse; the choice still holds until the window closes.
  }
}

/** Mantine knows two schemes; high contrast is a light one. */
export function mantineScheme(mode: ThemeMode): 'light' | 'dark' {
  return mode === 'dark' ? 'dark' : 'light';
}
