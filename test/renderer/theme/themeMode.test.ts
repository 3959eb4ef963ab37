// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { familyLook } from '../../../renderer/theme/familyLook';
import { initialThemeMode, rememberThemeMode } from '../../../renderer/theme/themeMode';

beforeEach(() => {
  window.localStorage.clear();
});

const asks =
  (...queries: readonly string[]) =>
  (query: string): boolean =>
    queries.includes(query);

describe('the look at the start', () => {
  it('is what was chosen last', () => {
    rememberThemeMode(window.localStorage, 'dark');
    expect(initialThemeMode(window.localStorage, asks('(prefers-contrast: more)'))).toBe('dark');
  });

  it.each([
    [asks(), 'light'],
    [asks('(prefers-color-scheme: dark)'), 'dark'],
    [asks('(prefers-color-scheme: dark)', '(prefers-contrast: more)'), 'contrast'],
  ] as const)('else is what the system asks for', (prefers, mode) => {
    expect(initialThemeMode(window.localStorage, prefers)).toBe(mode);
  });

  it('does not trust what it finds stored', () => {
    window.localStorage.setItem('moe-workbench.theme', 'url(evil)');
    expect(initialThemeMode(window.localStorage, asks())).toBe('light');
  });
});

describe('the look of a family', () => {
  it('is that of its role, on a CPU and on a GPU', () => {
    expect(familyLook('original')).toEqual(familyLook('natural'));
    expect(familyLook('pr12451')).toEqual(familyLook('interleaved'));
  });

  it('differs in shape, not only in colour', () => {
    const shapes = ['natural', 'interleaved', 'streaming', 'unheard of'].map(
      (family) => familyLook(family).shape,
    );
    expect(new Set(shapes).size).toBe(4);
  });

  it('of a family called like an object’s own property is an ordinary one', () => {
    expect(familyLook('constructor')).toEqual(familyLook('unheard of'));
  });
});
