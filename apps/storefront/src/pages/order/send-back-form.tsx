import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';

const CARRIERS = [
  '顺丰速运',
  '京东快递',
  '中通快递',
  '圆通速递',
  '韵达快递',
  '申通快递',
  '中国邮政',
] as const;
const NUMBER = /^[0-9A-Za-z-]{6,40}$/;

/** By which parcel the goods come back. */
export function SendBackForm({ caseId, onDone }: { caseId: string; onDone: () => void }) {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const [carrier, setCarrier] = useState<string>(CARRIERS[0]);
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = !NUMBER.test(number.trim());
  const send = useMutation({
    mutationFn: () => api.sendCaseBack(caseId, { carrier, trackingNumber: number.trim() }),
    onSuccess: () => {
      notice({ words: t('case.sendBackDone') });
      onDone();
    },
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
  });
  return (
    <form
      className="sheet-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!wrong) send.mutate();
      }}
    >
      <div className="field">
        <label htmlFor="case-carrier">{t('case.carrier')}</label>
        <select id="case-carrier" value={carrier} onChange={(event) => setCarrier(event.target.value)}>
          {CARRIERS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="case-number">{t('case.number')}</label>
        <input
          id="case-number"
          value={number}
          maxLength={40}
          autoComplete="off"
          aria-invalid={tried && wrong}
          aria-describedby="case-number-error"
          onChange={(event) => setNumber(event.target.value)}
        />
        <p id="case-number-error" className="field-error" aria-live="polite">
          {tried && wrong ? t('case.numberNeed') : ''}
        </p>
      </div>
      <button type="submit" className="dc-button is-main" disabled={send.isPending}>
        {t('case.sendBackSubmit')}
      </button>
    </form>
  );
}
