import type { CouponView } from '@dacu/contract/api';
import { Icon } from '@dacu/ui';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useClaim } from '../../data/coupons.ts';
import { useT } from '../../i18n/setup.ts';
import { useClaimWords } from '../../parts/claim-ticket.tsx';

const CODE_MAX = 40;

/**
 * A code is typed, or comes in a link (`/coupons?code=…`, what a QR code or a guide leads to) and is then claimed at once;
 * it leaves the address, so that a reload or a link that is passed on claims nothing.
 */
export function CodeForm({
  field,
  onFound,
}: {
  field: RefObject<HTMLInputElement | null>;
  onFound: (coupon: CouponView | null) => void;
}) {
  const t = useT();
  const words = useClaimWords();
  const claim = useClaim();
  const [params, setParams] = useSearchParams();
  const linked = params.get('code');
  const [code, setCode] = useState(linked ?? '');
  const [missing, setMissing] = useState(false);
  const sent = useRef(false);

  function send(text: string) {
    onFound(null);
    setMissing(text === '');
    if (text === '') return field.current?.focus();
    claim.mutate(
      { code: text },
      {
        onSuccess: (coupon) => {
          onFound(coupon);
          setCode('');
        },
      },
    );
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link speaks once
  useEffect(() => {
    if (linked === null || sent.current) return;
    sent.current = true;
    const next = new URLSearchParams(params);
    next.delete('code');
    setParams(next, { replace: true });
    send(linked.trim().slice(0, CODE_MAX));
  }, [linked]);

  const trouble = missing ? t('coupon.codeNeed') : claim.error ? words(claim.error) : null;
  return (
    <form
      className="panel code-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(code.trim());
      }}
    >
      <label htmlFor="coupon-code">{t('coupon.code')}</label>
      <div className="code-row">
        <input
          id="coupon-code"
          ref={field}
          value={code}
          maxLength={CODE_MAX}
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          placeholder={t('coupon.codeHint')}
          aria-invalid={trouble !== null}
          aria-describedby={trouble === null ? undefined : 'coupon-code-trouble'}
          onChange={(event) => {
            setCode(event.target.value);
            setMissing(false);
            claim.reset();
          }}
        />
        <button type="submit" className="dc-button is-soft" disabled={claim.isPending}>
          {t(claim.isPending ? 'coupon.claiming' : 'coupon.claim')}
        </button>
      </div>
      {trouble === null ? null : (
        <p id="coupon-code-trouble" className="code-trouble" role="alert">
          <Icon name="alert" size={16} /> {trouble}
        </p>
      )}
    </form>
  );
}
