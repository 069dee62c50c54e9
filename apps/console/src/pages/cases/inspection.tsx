import type { OpsCaseDetail } from '@dacu/contract/api';
import type { CaseFound } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { Panel } from '../../parts/page-head.tsx';
import { useMayAct, useMoveCase } from './case-acts.tsx';

const COUNTS = ['sellable', 'unsellable', 'turnedDown'] as const;

/** What came back, unit by unit: typed in once, then shown. */
export function Inspection({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const { pick } = useLanguage();
  const may = useMayAct();
  const open = one.found === null && may.staff;
  const [lines, setLines] = useState<readonly CaseFound[]>(
    () =>
      one.found ??
      one.lines.map(({ lineId, quantity }) => ({
        ...{ lineId, sellable: quantity, unsellable: 0, turnedDown: 0, deductFen: 0, note: '' },
      })),
  );
  const shown = one.found ?? lines;
  const save = useMoveCase(one);
  const faults = open ? faultsOf(one, lines) : [];
  const change = (lineId: string, over: Partial<CaseFound>) =>
    setLines(lines.map((line) => (line.lineId === lineId ? { ...line, ...over } : line)));
  const title = (lineId: string) => pick(one.lines.find((line) => line.lineId === lineId)!.title);
  return (
    <Panel title={t('case.inspect')} words={t('case.inspectWords')}>
      <table className="co-case-inspect">
        <thead>
          <tr>
            <th>{t('cases.col.goods')}</th>
            <th className="is-end">{t('case.inspect.asked')}</th>
            {COUNTS.map((count) => (
              <th key={count} className="is-end">
                {t(`case.inspect.${count}`)}
              </th>
            ))}
            <th className="is-end">{t('case.inspect.deduct')}</th>
            <th>{t('case.inspect.note')}</th>
          </tr>
        </thead>
        <tbody>
          {one.lines.map(({ lineId, quantity }) => {
            const line = shown.find((each) => each.lineId === lineId);
            if (line === undefined) return null;
            return (
              <tr key={lineId}>
                <td>{title(lineId)}</td>
                <td className="is-end">{quantity}</td>
                {COUNTS.map((count) => (
                  <td key={count} className="is-end">
                    {open ? (
                      <InputNumber
                        min={0}
                        max={quantity}
                        precision={0}
                        value={line[count]}
                        aria-label={`${t(`case.inspect.${count}`)} ${title(lineId)}`}
                        onChange={(value) => change(lineId, { [count]: value ?? 0 })}
                      />
                    ) : (
                      line[count]
                    )}
                  </td>
                ))}
                <td className="is-end">
                  {open && one.kind !== 'exchange' && one.fault === 'buyer' ? (
                    <InputNumber
                      min={0}
                      precision={2}
                      value={line.deductFen / 100}
                      aria-label={`${t('case.inspect.deduct')} ${title(lineId)}`}
                      onChange={(value) => change(lineId, { deductFen: Math.round((value ?? 0) * 100) })}
                    />
                  ) : (
                    fenText(line.deductFen)
                  )}
                </td>
                <td>
                  {open ? (
                    <Input
                      value={line.note}
                      maxLength={300}
                      aria-label={`${t('case.inspect.note')} ${title(lineId)}`}
                      onChange={(event) => change(lineId, { note: event.target.value })}
                    />
                  ) : (
                    line.note
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {open ? (
        <div className="co-case-acts">
          <Faults one={one} faults={faults} />
          {faults.length === 0 ? <Result one={one} lines={lines} /> : null}
          <Button
            type="primary"
            disabled={faults.length > 0}
            loading={save.isPending}
            onClick={() => save.mutate({ on: 'inspect', lines })}
          >
            {t('case.act.inspect')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

type LineFault = {
  readonly lineId: string;
  readonly why: 'sum' | 'need';
  readonly got: number;
  readonly count: number;
};

function faultsOf(one: OpsCaseDetail, lines: readonly CaseFound[]): LineFault[] {
  return lines.flatMap(({ lineId, sellable, unsellable, turnedDown, deductFen, note }) => {
    const count = one.lines.find((line) => line.lineId === lineId)!.quantity;
    const got = sellable + unsellable + turnedDown;
    const why =
      got !== count ? 'sum' : (deductFen > 0 || turnedDown > 0) && note.trim() === '' ? 'need' : null;
    return why === null ? [] : [{ lineId, why, got, count } as const];
  });
}

function Faults({ one, faults }: { one: OpsCaseDetail; faults: readonly LineFault[] }) {
  const t = useT();
  const { pick } = useLanguage();
  return faults.map(({ lineId, why, got, count }) => (
    <span key={lineId} className="co-case-fault">
      {t(`case.inspect.${why}`, {
        ...{ title: pick(one.lines.find((line) => line.lineId === lineId)!.title), got, count },
      })}
    </span>
  ));
}

/** What saving it will do, to the fen, as the server will do it. */
function Result({ one, lines }: { one: OpsCaseDetail; lines: readonly CaseFound[] }) {
  const t = useT();
  const accepted = lines.reduce((sum, { sellable, unsellable }) => sum + sellable + unsellable, 0);
  const pays = one.kind !== 'exchange' && accepted > 0;
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['cases', 'inspection', one.caseId, lines],
    queryFn: ({ signal }) => api.previewInspection(one.caseId, lines, signal),
    placeholderData: keepPreviousData,
    enabled: pays,
  });
  if (accepted === 0) return <span>{t('case.inspect.resultNone')}</span>;
  if (one.kind === 'exchange') return <span>{t('case.inspect.resultExchange', { count: accepted })}</span>;
  const refund = data?.refund;
  if (!refund) return null;
  return (
    <strong role="status" aria-busy={isPlaceholderData}>
      {t('case.inspect.result', { amount: fenText(refund.refundFen) })}
    </strong>
  );
}
