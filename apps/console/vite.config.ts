import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Served at /console. In development the API is a server on :3000. */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1_200,
    // From these on browsers know light-dark(). Rewritten for older ones it is fixed at the root, and the board could
    // not stand on a dark ground inside a light page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
  server: {
    port: 5174,
    proxy: { '/api': 'http://localhost:3000', '/assets/catalogue': 'http://localhost:3000' },
  },
});
