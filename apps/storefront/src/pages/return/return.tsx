import type { PurchaseView, ReturnOptions } from '@dacu/contract/api';
import type { CasePreviewRequest } from '@dacu/contract/client';
import { formatInstant, Skeleton, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../../data/api.ts';
import { casesQuery, purchaseQuery, returnOptionsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Failure, useFailureWords } from '../../parts/failure.tsx';
import { giftsDue, KeptGifts, useGiftChoice } from '../../parts/kept-gifts.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useZone } from '../../parts/use-zone.ts';
import { PhotoPicker, usePhotos } from './photos.tsx';
import { CasePreviewPanel } from './preview.tsx';
import { ReturnUnits } from './units.tsx';
import './return.css';

type Reason = ReturnOptions['reasons'][number]['reason'];
type Kind = CasePreviewRequest['kind'];
const WORDS_MAX = 500;

/** Which units, why, and what should happen; what comes back is shown to the fen before anything is sent. */
export function Component() {
  const t = useT();
  const { purchaseId = '' } = useParams();
  const purchase = useQuery(purchaseQuery(purchaseId));
  const options = useQuery(returnOptionsQuery(purchaseId));
  const error = purchase.error ?? options.error;
  const back = `/orders/${purchaseId}`;
  const left = options.data?.lines.some(({ underway, delivered }) => underway + delivered > 0);
  return (
    <>
      <PageHead title={t('case.title')} backTo={back} />
      {purchase.data && options.data ? (
        left ? (
          <Wizard purchase={purchase.data} options={options.data} />
        ) : (
          <div className="container return-nothing" role="status">
            <h2>{t('case.nothing')}</h2>
            <p>{t('case.nothingWords')}</p>
            <Link className="dc-button is-main" to={back}>
              {t('case.backToOrder')}
            </Link>
          </div>
        )
      ) : error ? (
        <Failure
          error={error}
          of="order"
          onRetry={() => {
            void purchase.refetch();
            void options.refetch();
          }}
        >
          <Link className="dc-button" to={back}>
            {t('case.backToOrder')}
          </Link>
        </Failure>
      ) : (
        <div className="container return-page" role="status" aria-label={t('loading')}>
          <Skeleton height="9rem" radius="lg" />
          <Skeleton height="14rem" radius="lg" />
        </div>
      )}
    </>
  );
}

function Wizard({ purchase, options }: { purchase: PurchaseView; options: ReturnOptions }) {
  const t = useT();
  const { lang } = useLanguage();
  const zone = useZone();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const failureWords = useFailureWords();
  const { purchaseId } = purchase;
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const [reason, setReason] = useState<Reason>('noReason');
  const [kind, setKind] = useState<Kind>('returnAndRefund');
  const [words, setWords] = useState('');
  const photos = usePhotos(purchaseId);
  const offered = options.reasons.find((each) => each.reason === reason)!;
  const asKind = offered.kinds.includes(kind) ? kind : offered.kinds[0]!;
  const lines = options.lines.flatMap(({ lineId }) => {
    const quantity = counts[lineId] ?? 0;
    return quantity > 0 ? [{ lineId, quantity }] : [];
  });
  const gifts = useGiftChoice(asKind === 'exchange' ? [] : giftsDue(purchase, counts));
  const asked: CasePreviewRequest = {
    ...{ kind: asKind, reason, lines },
    ...(gifts.kept.length > 0 && { keptGifts: [...gifts.kept] }),
  };
  const preview = useQuery({
    queryKey: ['case-preview', purchaseId, asked],
    queryFn: ({ signal }) => api.previewCase(purchaseId, asked, signal),
    enabled: lines.length > 0,
    retry: false,
    staleTime: 0,
  });
  const send = useMutation({
    mutationFn: () =>
      api.requestCase(purchaseId, {
        ...asked,
        ...(words.trim() !== '' && { words: words.trim() }),
        ...(photos.ids.length > 0 && { photos: photos.ids }),
      }),
    onSuccess: () => {
      notice({ words: t('case.sent') });
      void client.invalidateQueries(casesQuery(purchaseId));
      void client.invalidateQueries(returnOptionsQuery(purchaseId));
      void navigate(`/orders/${purchaseId}`);
    },
    onError: (error) => notice({ words: failureWords(error), tone: 'bad' }),
  });
  const previewed = lines.length > 0 && preview.data !== undefined && !preview.isError;
  // What was chosen goes with it, or is taken back: never left behind unseen.
  const ready = previewed && !photos.pending && !photos.failed;
  return (
    <form
      className="container return-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send.mutate();
      }}
    >
      <ReturnUnits purchase={purchase} options={options} counts={counts} onChange={setCounts} />
      <section className="panel">
        <fieldset className="choices">
          <legend>{t('case.reason')}</legend>
          {options.reasons.map((each) => (
            <label key={each.reason}>
              <input
                type="radio"
                name="reason"
                checked={reason === each.reason}
                onChange={() => setReason(each.reason)}
              />
              <span>{t(`case.reason.${each.reason}`)}</span>
            </label>
          ))}
        </fieldset>
        <p className={`return-fault is-${offered.fault}`}>{t(`case.fault.${offered.fault}`)}</p>
      </section>
      <section className="panel">
        <fieldset className="return-kinds">
          <legend>{t('case.kind')}</legend>
          {offered.kinds.map((each) => (
            <label key={each} className={asKind === each ? 'is-chosen' : ''}>
              <input type="radio" name="kind" checked={asKind === each} onChange={() => setKind(each)} />
              <strong>{t(`case.kind.${each}`)}</strong>
              <small>{t(`case.kindWords.${each}`)}</small>
            </label>
          ))}
        </fieldset>
        <KeptGifts {...gifts} />
      </section>
      <section className="panel field">
        <label htmlFor="case-words">{t('case.words')}</label>
        <textarea
          id="case-words"
          rows={3}
          maxLength={WORDS_MAX}
          value={words}
          placeholder={t('case.wordsPlaceholder')}
          onChange={(event) => setWords(event.target.value)}
        />
      </section>
      <PhotoPicker photos={photos} helps={offered.fault === 'seller'} />
      <CasePreviewPanel
        preview={lines.length === 0 ? undefined : preview.data}
        kind={asKind}
        error={lines.length === 0 ? null : preview.error}
        pending={preview.isFetching}
        time={(at) => formatInstant(at, zone, lang, 'full')}
      />
      <div className="action-bar">
        <button type="submit" className="dc-button is-main" disabled={!ready || send.isPending}>
          {lines.length === 0
            ? t('case.submitPick')
            : photos.pending
              ? t('case.submitPhotos')
              : photos.failed
                ? t('case.submitFailed')
                : t('case.submit')}
        </button>
      </div>
    </form>
  );
}
