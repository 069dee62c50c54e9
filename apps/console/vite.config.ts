import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Served at /console. In development the API is a server on :3000. */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1_200 },
  server: {
    port: 5174,
    proxy: { '/api': 'http://localhost:3000', '/assets/catalogue': 'http://localhost:3000' },
  },
});
