import type { BilingualText } from '@dacu/ui';
import { useLanguage } from '@dacu/ui';
import { Button, InputNumber, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { labelCode } from './label-code.ts';
import './store-label.css';

/** A sheet of A4 holds so many of them. */
const COPIES_MAX = 15;

type StoreLabelProps = {
  readonly url: string;
  readonly item: BilingualText;
  readonly store: BilingualText;
  readonly onClose: () => void;
};

/** What is printed and put beside the goods: the item, its code in both languages' words, and the store that it counts for. */
export function StoreLabel({ url, item, store, onClose }: StoreLabelProps) {
  const t = useT();
  const { pick } = useLanguage();
  const [copies, setCopies] = useState(1);
  const code = useMemo(() => labelCode(url), [url]);
  return (
    <Modal
      open
      title={<span className="co-no-print">{t('stock.label.title')}</span>}
      onCancel={onClose}
      rootClassName="co-label-modal"
      width="44rem"
      footer={
        <div className="co-label-foot co-no-print">
          <label htmlFor="label-copies">
            {t('stock.label.copies')}
            <InputNumber
              id="label-copies"
              min={1}
              max={COPIES_MAX}
              precision={0}
              value={copies}
              onChange={(next) => setCopies(next ?? 1)}
            />
          </label>
          <Button onClick={onClose}>{t('stock.label.close')}</Button>
          <Button type="primary" onClick={() => globalThis.print()}>
            {t('stock.label.print')}
          </Button>
        </div>
      }
    >
      <p className="co-label-link co-no-print">
        <a href={url} target="_blank" rel="noreferrer">
          {url}
        </a>
        <CopyButton text={url} />
      </p>
      <div className="co-labels">
        {Array.from({ length: copies }, (_, copy) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: copies of one label are all alike
          <figure key={copy} className="co-label" aria-hidden={copy > 0}>
            <svg
              viewBox={`0 0 ${code.size} ${code.size}`}
              role="img"
              aria-label={t('stock.label.code', { item: pick(item), store: pick(store) })}
              shapeRendering="crispEdges"
            >
              <rect width={code.size} height={code.size} fill="#fff" />
              <path d={code.path} fill="#000" />
            </svg>
            <figcaption>
              <strong lang="zh-CN">{item.zh}</strong>
              <span lang="en">{item.en}</span>
              <em lang="zh-CN">扫码看详情，在线下单</em>
              <em lang="en">Scan to see it and order online</em>
              <small>
                <span lang="zh-CN">{store.zh}</span> <span lang="en">{store.en}</span>
              </small>
            </figcaption>
          </figure>
        ))}
      </div>
    </Modal>
  );
}
