import { useT } from '../i18n/setup.ts';

/** Does the source document say it, or did we add it? */
export function SourceMark({ source }: { source: 'stated' | 'ours' }) {
  const t = useT();
  return (
    <span className={`co-tag ${source === 'ours' ? 'is-ours' : ''}`} title={t(`source.${source}.why`)}>
      {t(`source.${source}`)}
    </span>
  );
}
