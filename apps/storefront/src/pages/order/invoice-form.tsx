import type { InvoiceRequest } from '@dacu/contract/api';
import { isTaxNumber } from '@dacu/engine/invoice';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { invoicesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';

const KINDS = ['person', 'company'] as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** To whom the invoice is made out. A tax number is checked by its check character before it is sent. */
export function InvoiceForm(props: { purchaseId: string; orderId: string; onDone: () => void }) {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const client = useQueryClient();
  const { purchaseId, orderId, onDone } = props;
  const [kind, setKind] = useState<InvoiceRequest['kind']>('person');
  const [title, setTitle] = useState('');
  const [tax, setTax] = useState('');
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const taxNumber = tax.trim().toUpperCase();
  const wrong = {
    title: title.trim().length < 2,
    tax: kind === 'company' && !isTaxNumber(taxNumber),
    email: !EMAIL.test(email.trim()),
  };
  const send = useMutation({
    mutationFn: () =>
      api.requestInvoice(purchaseId, orderId, {
        ...{ kind, title: title.trim(), email: email.trim() },
        ...(kind === 'company' && { taxNumber }),
      }),
    onSuccess: (list) => {
      client.setQueryData(invoicesQuery(purchaseId).queryKey, list);
      notice({ words: t('invoice.asked') });
      onDone();
    },
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
  });
  const field = (
    name: 'title' | 'tax' | 'email',
    input: { value: string; onChange: (value: string) => void; label: string; need: string; type?: string },
  ) => (
    <div className="field">
      <label htmlFor={`invoice-${name}`}>{input.label}</label>
      <input
        id={`invoice-${name}`}
        type={input.type ?? 'text'}
        value={input.value}
        maxLength={name === 'tax' ? 18 : 100}
        aria-invalid={tried && wrong[name]}
        aria-describedby={`invoice-${name}-error`}
        onChange={(event) => input.onChange(event.target.value)}
      />
      <p id={`invoice-${name}-error`} className="field-error" aria-live="polite">
        {tried && wrong[name] ? input.need : ''}
      </p>
    </div>
  );
  return (
    <form
      className="sheet-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!wrong.title && !wrong.tax && !wrong.email) send.mutate();
      }}
    >
      <fieldset className="choices">
        <legend>{t('invoice.kind')}</legend>
        {KINDS.map((each) => (
          <label key={each}>
            <input type="radio" name="invoice-kind" checked={kind === each} onChange={() => setKind(each)} />
            <span>{t(`invoice.kind.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {field('title', {
        value: title,
        onChange: setTitle,
        label: t('invoice.name'),
        need: t('invoice.nameNeed'),
      })}
      {kind === 'company'
        ? field('tax', { value: tax, onChange: setTax, label: t('invoice.tax'), need: t('invoice.taxNeed') })
        : null}
      {field('email', {
        ...{ value: email, onChange: setEmail, label: t('invoice.email'), need: t('invoice.emailNeed') },
        type: 'email',
      })}
      <p className="fine-print">{t('invoice.sealed')}</p>
      <button type="submit" className="dc-button is-main" disabled={send.isPending}>
        {t('invoice.submit')}
      </button>
    </form>
  );
}
