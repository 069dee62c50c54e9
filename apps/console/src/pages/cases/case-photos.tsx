import type { OpsCaseDetail } from '@dacu/contract/api';
import { useClockView } from '@dacu/ui';
import { useQueries } from '@tanstack/react-query';
import { Button, Image, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';

/** What the shopper showed: opened by name like their words, then looked at as closely as one likes. */
export function CasePhotos({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const count = one.photos.length;
  if (count === 0) return null;
  return (
    <div className="co-case-words">
      <h3>{t('case.photos', { count })}</h3>
      {opened ? (
        <Gallery one={one} />
      ) : (
        <p>
          <Button size="small" onClick={() => setOpened(true)}>
            {t('case.photosRead')}
          </Button>{' '}
          <span className="co-quiet">{t('case.photosNote')}</span>
        </p>
      )}
    </div>
  );
}

function Gallery({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const photos = useQueries({
    queries: one.photos.map((photoId) => ({
      queryKey: ['case-photo', one.caseId, photoId],
      queryFn: () => fetchPhoto(one.caseId, photoId),
      // Reading it again would be another act.
      ...{ staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false },
    })),
  });
  return (
    <>
      <Image.PreviewGroup>
        <div className="co-case-photos">
          {photos.map(({ data, error }, index) =>
            data ? (
              <Photo key={one.photos[index]} photo={data} alt={t('case.photo', { number: index + 1 })} />
            ) : error ? (
              <span key={one.photos[index]} className="co-case-photo-gone">
                {t('case.photoGone')}
              </span>
            ) : (
              <Skeleton.Image key={one.photos[index]} active style={{ inlineSize: 96, blockSize: 96 }} />
            ),
          )}
        </div>
      </Image.PreviewGroup>
      <p className="co-quiet">
        {one.photosUntil === null
          ? t('case.photosKept')
          : t('case.photosUntil', { at: at(one.photosUntil, 'day') })}
      </p>
    </>
  );
}

function Photo({ photo, alt }: { photo: Blob; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return url === null ? null : <Image src={url} alt={alt} width={96} height={96} />;
}

async function fetchPhoto(caseId: string, photoId: string): Promise<Blob> {
  const answer = await fetch(`/api/ops/cases/${caseId}/photos/${photoId}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.blob();
}
