import '@dacu/ui/tokens.css';
import '@dacu/ui/parts.css';
import './styles/frame.css';
import './styles/products.css';
import './styles/search-box.css';
import './styles/buttons.css';
import './styles/bars.css';
import './styles/banners.css';
import './styles/forms.css';
import './styles/overlays.css';
import './styles/addresses.css';
import { initialLang, restoreAppearance } from '@dacu/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ensureVisit } from './data/api.ts';
import { startI18n } from './i18n/setup.ts';
import { offerUpdate } from './shell/banners.tsx';
import { registerWorker, reloadOnLostChunk } from './worker/register.ts';

restoreAppearance();
reloadOnLostChunk();
registerWorker(offerUpdate);
// The venue may show before the visit is open; a failure here comes back where a visit is needed.
ensureVisit().catch(() => undefined);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startI18n(initialLang());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
