import { useEffect, useState } from 'react';
import { initialThemeMode, rememberThemeMode, type ThemeMode } from '../theme/themeMode';

/** The look, put on the document so that every token follows it. */
export function useThemeMode(): readonly [ThemeMode, (mode: ThemeMode) => void] {
  const [mode, setMode] = useState(() =>
    initialThemeMode(window.localStorage, (query) => window.matchMedia(query).matches),
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = mode;
  }, [mode]);
  const choose = (next: ThemeMode): void => {
    rememberThemeMode(window.localStorage, next);
    setMode(next);
  };
  return [mode, choose];
}
