import type { CampaignView, SandboxItems } from '@dacu/contract/client';
import { compilePlan, type Finding, type Plan, parsePlan } from '@dacu/contract/plan';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../../data/api.ts';
import { useT } from '../../../i18n/setup.ts';
import { FileButton, YAML_FILES } from '../../../parts/file-button.tsx';
import { countText } from '../../../parts/format.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { CheckResults } from '../check-results.tsx';
import { Sandbox } from './cart/sandbox.tsx';
import { Layers } from './layers.tsx';
import { Matrix } from './matrix.tsx';
import { openSale } from './sale.ts';
import './workbench.css';

const VIEWS = ['layers', 'matrix', 'cart'] as const;
type View = (typeof VIEWS)[number];
const YAML_MAX = 2_000_000;

type Draft = { readonly name: string; readonly yaml: string };
/** A draft stays while the page is open, so that other tabs can be looked at meanwhile. */
const drafts = new Map<string, Draft>();

/** The promotions of the edition in force, or of a draft, put to the test: layers, who combines, a cart priced here. */
export function Workbench({ campaign, zone }: { campaign: CampaignView; zone: string }) {
  const t = useT();
  const { message } = App.useApp();
  const [params, setParams] = useSearchParams();
  const [draft, setDraft] = useState(drafts.get(campaign.campaignId) ?? null);
  const catalogue = useQuery({ queryKey: ['sandbox-items'], queryFn: api.sandboxItems, staleTime: 60_000 });
  const asked = params.get('view') as View;
  const view = VIEWS.includes(asked) ? asked : 'layers';
  const keep = (next: Draft | null) => {
    if (next === null) drafts.delete(campaign.campaignId);
    else drafts.set(campaign.campaignId, next);
    setDraft(next);
  };
  const take = async (file: File) => {
    if (file.size > YAML_MAX * 3) return void message.error(t('publish.tooLarge'));
    keep({ name: file.name, yaml: await file.text() });
  };
  return (
    <div className="co-stack">
      <div className="co-tools">
        <Segmented<View>
          value={view}
          onChange={(next) =>
            setParams((before) => {
              before.set('view', next);
              return before;
            })
          }
          options={VIEWS.map((value) => ({ value, label: t(`wb.view.${value}`) }))}
        />
        <span className="co-tools-end wb-source">
          <span className={`co-tag ${draft ? 'is-warn' : 'is-good'}`}>
            {draft
              ? t('wb.source.draft', { name: draft.name })
              : t('wb.source.live', { no: campaign.editionNo })}
          </span>
          {draft ? <Button onClick={() => keep(null)}>{t('wb.source.back')}</Button> : null}
          <FileButton icon="share" accept={YAML_FILES} choose={(file) => void take(file)}>
            {t('wb.source.choose')}
          </FileButton>
        </span>
      </div>
      <Loaded query={catalogue}>
        {(items) => <Opened campaign={campaign} draft={draft} catalogue={items} view={view} zone={zone} />}
      </Loaded>
    </div>
  );
}

type Read =
  | { readonly ok: true; readonly plan: Plan; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A published plan was checked before it was published; a draft is checked here, by the same check. */
function usePlan(campaign: CampaignView, draft: Draft | null): Read {
  return useMemo(() => {
    if (draft === null) return { ok: true, plan: campaign.plan as Plan, findings: [] };
    return parsePlan(draft.yaml, { campaignId: campaign.campaignId });
  }, [campaign.plan, campaign.campaignId, draft]);
}

function Opened(props: {
  campaign: CampaignView;
  draft: Draft | null;
  catalogue: SandboxItems;
  view: View;
  zone: string;
}) {
  const { campaign, draft, catalogue, view, zone } = props;
  const t = useT();
  const read = usePlan(campaign, draft);
  const sale = useMemo(() => {
    if (!read.ok) return null;
    const stopped = campaign.promotions.filter((one) => one.stopped).map(({ promotionId }) => promotionId);
    return openSale(draft === null ? 'live' : 'draft', compilePlan(read.plan), catalogue, stopped);
  }, [read, catalogue, campaign.promotions, draft]);
  if (sale === null) {
    return (
      <>
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('wb.draft.refused')}
          description={t('wb.draft.refusedWords')}
        />
        <CheckResults findings={[...read.findings]} yaml={draft?.yaml ?? ''} />
      </>
    );
  }
  return (
    <>
      {read.findings.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t('wb.draft.warnings', { count: read.findings.length })}
          description={t('wb.draft.warningsWords')}
        />
      ) : null}
      {sale.itemsMissing > 0 ? (
        <Alert type="info" showIcon title={t('wb.itemsMissing', { count: countText(sale.itemsMissing) })} />
      ) : null}
      {view === 'layers' ? <Layers sale={sale} campaign={campaign} zone={zone} /> : null}
      {view === 'matrix' ? <Matrix sale={sale} zone={zone} /> : null}
      {view === 'cart' ? <Sandbox sale={sale} zone={zone} /> : null}
    </>
  );
}
