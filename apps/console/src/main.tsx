import '@dacu/ui/tokens.css';
import '@dacu/ui/console-tokens.css';
import '@dacu/ui/parts.css';
import './base.css';
import { initialLang, restoreAppearance } from '@dacu/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startI18n } from './i18n/setup.ts';

restoreAppearance();
// The season on this device belongs to the storefront; the console has a dress of its own.
document.documentElement.dataset.theme = 'console';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startI18n(initialLang());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
