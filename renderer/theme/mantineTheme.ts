import {
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const blue: MantineColorsTuple = [
  '#e9f3fb',
  '#d2e5f5',
  '#a5caea',
  '#76aedf',
  '#4c93d2',
  '#2a7bc1',
  '#0b62a8',
  '#09548f',
  '#074676',
  '#05375d',
];

/** Mantine's own surfaces in the dark, in the hue of the tokens. */
const dark: MantineColorsTuple = [
  '#e6eaf0',
  '#c3ccd8',
  '#94a2b5',
  '#66748a',
  '#4a5668',
  '#2b333f',
  '#141a21',
  '#181e26',
  '#12171e',
  '#0c1015',
];

/** Dense controls on the workbench's own colour tokens (tokens.css). */
export const mantineTheme = createTheme({
  scale: 0.9,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  primaryColor: 'blue',
  primaryShade: { light: 6, dark: 4 },
  colors: { blue, dark },
  defaultRadius: 6,
  cursorType: 'pointer',
  focusRing: 'never',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 560 } } }),
  },
});

const surfaces = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-hover': 'var(--row-hover)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-blue-filled': 'var(--accent)',
  '--mantine-color-blue-filled-hover': 'color-mix(in srgb, var(--accent), var(--ink) 18%)',
  '--mantine-primary-color-filled': 'var(--accent)',
};

/** Mantine's surfaces follow the tokens, so one attribute on the document switches everything. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: surfaces,
});
