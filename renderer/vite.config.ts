import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the window into build/out/app/renderer. Every asset is a file of its own: the content
 * policy allows neither inline scripts nor anything from another origin.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../build/out/app/renderer',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
