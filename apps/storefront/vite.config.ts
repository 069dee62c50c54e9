import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { installFiles } from './build/install-files.ts';

/** Where the API runs while the storefront is developed with `vite`; in production the server itself serves `dist`. */
const server = process.env.DACU_SERVER ?? 'http://localhost:3000';

export default defineConfig({
  base: '/',
  plugins: [react(), installFiles()],
  build: {
    outDir: 'dist',
    target: ['chrome111', 'safari16.4', 'firefox114'],
    // No inline script anywhere, so that the page can forbid them all (Content-Security-Policy).
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/worker/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [{ name: 'base', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ }],
        },
      },
    },
  },
  // The host stays as the browser named it, or the server would take every write for a stranger's.
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/assets/catalogue': { target: server, changeOrigin: false },
    },
  },
});
