import { FailedState, LanguageProvider } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';

/** A bug reached the screen. Everything that matters is on the server, so a reload is safe to offer. */
export function Crash() {
  const t = useT();
  return (
    <LanguageProvider>
      <FailedState title={t('failed.crash')} words={t('failed.crashWords')} className="page-state">
        <button type="button" className="dc-button is-main" onClick={() => window.location.reload()}>
          {t('failed.reload')}
        </button>
      </FailedState>
    </LanguageProvider>
  );
}
