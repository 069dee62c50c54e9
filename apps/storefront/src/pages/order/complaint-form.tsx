import type { ComplaintRequest } from '@dacu/contract/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';

const TOPICS = ['quality', 'delivery', 'price', 'service'] as const;
const WORDS_MAX = 500;

export function ComplaintForm({ purchaseId, onDone }: { purchaseId: string; onDone: () => void }) {
  const t = useT();
  const notice = useNotice();
  const failureWords = useFailureWords();
  const [topic, setTopic] = useState<ComplaintRequest['topic']>('quality');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const missing = words.trim() === '';
  const send = useMutation({
    mutationFn: () => api.complain(purchaseId, { topic, words: words.trim() }),
    onSuccess: (answer) => {
      notice({ words: t('order.complainDone', { id: answer.complaintId }) });
      onDone();
    },
    onError: (error) => notice({ words: failureWords(error), tone: 'bad' }),
  });
  return (
    <form
      className="sheet-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) send.mutate();
      }}
    >
      <fieldset className="choices">
        <legend>{t('order.complainTopic')}</legend>
        {TOPICS.map((each) => (
          <label key={each}>
            <input type="radio" name="topic" checked={topic === each} onChange={() => setTopic(each)} />
            <span>{t(`order.complain.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="complaint-words">{t('order.complainWords')}</label>
        <textarea
          id="complaint-words"
          rows={5}
          maxLength={WORDS_MAX}
          value={words}
          placeholder={t('order.complainPlaceholder')}
          aria-invalid={tried && missing}
          aria-describedby="complaint-error"
          onChange={(event) => setWords(event.target.value)}
        />
        <p id="complaint-error" className="field-error" aria-live="polite">
          {tried && missing ? t('order.complainNeed') : ''}
        </p>
      </div>
      <button type="submit" className="dc-button is-main" disabled={send.isPending}>
        {t('order.complainSubmit')}
      </button>
    </form>
  );
}
