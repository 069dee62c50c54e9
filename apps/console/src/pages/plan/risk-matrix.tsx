import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import type { Words } from './plan-tree.ts';

type Risk = { id: string; title: Words; likelihood?: number; impact?: number };
const SCORES = [5, 4, 3, 2, 1] as const;

/** Likelihood up, impact to the right: where each risk of the plan stands. */
export function RiskMatrix({ risks }: { risks: Record<string, unknown> }) {
  const t = useT();
  const { pick } = useLanguage();
  const placed = ((risks.matrix ?? []) as Risk[]).filter((risk) => risk.likelihood && risk.impact);
  if (placed.length === 0) return null;
  return (
    <table className="co-matrix">
      <caption>{t('risks.matrix')}</caption>
      <tbody>
        {SCORES.map((likelihood) => (
          <tr key={likelihood}>
            <th scope="row">{likelihood}</th>
            {[1, 2, 3, 4, 5].map((impact) => (
              <td
                key={impact}
                data-heat={likelihood * impact >= 15 ? 'high' : likelihood * impact >= 8 ? 'some' : 'low'}
              >
                {placed
                  .filter((risk) => risk.likelihood === likelihood && risk.impact === impact)
                  .map((risk) => (
                    <span key={risk.id}>{pick(risk.title)}</span>
                  ))}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{t('risks.axes')}</th>
          {[1, 2, 3, 4, 5].map((impact) => (
            <th key={impact}>{impact}</th>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
