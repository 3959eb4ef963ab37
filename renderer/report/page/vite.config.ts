import { defineConfig } from 'vite';

/**
 * Builds the script and the style of a report's page into build/out/app/report, each as one text that is put
 * into the file: nothing is loaded from elsewhere, so fonts are inside the style.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../../../build/out/app/report',
    emptyOutDir: false,
    target: 'es2023',
    lib: {
      entry: 'main.ts',
      formats: ['iife'],
      name: 'report',
      fileName: () => 'page.js',
      cssFileName: 'page',
    },
  },
});
