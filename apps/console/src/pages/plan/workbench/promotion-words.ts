import type { Audience, Funder, FunderShare, Layer } from '@dacu/engine/pricing';
import { regionName, useLanguage } from '@dacu/ui';
import { useChannelName } from '../../../data/channel-names.ts';
import { useT } from '../../../i18n/setup.ts';
import { bpText } from '../../../parts/format.ts';
import { wordOf } from '../plan-words.ts';
import type { Sale } from './sale.ts';

/** For whom a promotion is, in words; everybody where it asks nothing. */
export function useAudienceWords(sale: Sale): (audience: Audience) => string {
  const t = useT();
  const { pick } = useLanguage();
  const channel = useChannelName();
  const tiers = new Map(sale.compiled.memberTiers.map(({ id, title }) => [id, pick(title)]));
  return ({ memberTiers, newcomer, idleDaysMin, channels, qualifications, regions }) => {
    const words = [
      memberTiers?.map((id) => tiers.get(id) ?? id).join(' / '),
      newcomer === undefined ? undefined : t(newcomer ? 'wb.for.newcomers' : 'wb.for.returning'),
      idleDaysMin === undefined ? undefined : t('wb.for.idle', { days: idleDaysMin }),
      channels?.map(channel).join(' / '),
      qualifications?.join(' / '),
      regions?.map((code) => pick(regionName(code))).join(' / '),
    ].filter((word) => word !== undefined);
    return words.length === 0 ? t('wb.for.everybody') : words.join(' · ');
  };
}

export function useFunderWords(): {
  of: (shares: readonly FunderShare[]) => string;
  name: (funder: Funder) => string;
} {
  const { lang } = useLanguage();
  const name = (funder: Funder) => wordOf(funder, lang);
  return {
    name,
    of: (shares) =>
      shares.length === 1 && shares[0]
        ? name(shares[0].funder)
        : shares.map(({ funder, bp }) => `${name(funder)} ${bpText(bp)}`).join(' · '),
  };
}

export function useLayerName(): (layer: Layer) => string {
  const t = useT();
  return (layer) => t(`wb.layer.${layer}`);
}
