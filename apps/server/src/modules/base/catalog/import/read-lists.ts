import type { Attribute } from '../types.ts';
import type { RowReader } from './read-row.ts';

/** The cells of a product that hold several things, separated by semicolons. */

export type Enrolment = { readonly campaignId: string; readonly on: string; readonly by: string };

const TAGS_MAX = 12;
const IMAGES_MAX = 9;

export function readTags(read: RowReader): string[] {
  const tags = read.list('tags');
  const bad = tags.find((tag) => !/^[a-z0-9-]{1,24}$/.test(tag));
  if (bad !== undefined || tags.length > TAGS_MAX)
    read.report(
      'tags',
      `a-z 0-9 - (≤ 24), ≤ ${TAGS_MAX}`,
      '标签无效或过多。',
      'A tag is not valid, or there are too many.',
      bad,
    );
  return [...new Set(tags)];
}

export function readImages(read: RowReader, isImage: (code: string) => boolean): string[] {
  const images = read.list('images');
  if (images.length === 0 || images.length > IMAGES_MAX)
    read.report('images', `1–${IMAGES_MAX}`, '图片数量不对。', 'The number of pictures is not right.');
  for (const code of images)
    if (!isImage(code))
      read.report('images', '1f95c', '没有这个图片编号。', 'There is no picture of this code.', code);
  return images;
}

/** `产地|Origin=安徽合肥|Hefei, Anhui; 规格|Size=750 g`: a side without `|` is the same in both languages. */
export function readAttributes(read: RowReader): Attribute[] {
  return read.list('attributes').flatMap((part) => {
    const cut = part.indexOf('=');
    const sides = cut < 0 ? [] : [part.slice(0, cut), part.slice(cut + 1)].map(bilingual);
    const [name, value] = sides;
    if (name == null || value == null) {
      read.report(
        'attributes',
        '产地|Origin=安徽|Anhui; …',
        '属性格式不对。',
        'The attribute is not well formed.',
        part,
      );
      return [];
    }
    return [{ name, value }];
  });
}

function bilingual(side: string): { zh: string; en: string } | null {
  const [zh = '', en = zh, ...rest] = side.split('|').map((text) => text.trim());
  return zh === '' || en === '' || rest.length > 0 ? null : { zh, en };
}

/** `sale-2024@2023-11-20`: the campaign, and the day its shop said yes. Without a person there is no consent. */
export function readEnrolments(read: RowReader): Enrolment[] {
  const parts = read.list('enrolledIn');
  const by = read.cell('enrolledBy');
  if (parts.length > 0 && (by === '' || by.length > 40))
    read.report('enrolledBy', '1–40', '报名须写明同意人。', 'An enrolment names the person who consented.');
  const seen = new Set<string>();
  return parts.flatMap((part) => {
    const [campaignId = '', on = ''] = part.split('@').map((side) => side.trim());
    if (!/^[a-z0-9-]{1,40}$/.test(campaignId) || seen.has(campaignId)) {
      read.report(
        'enrolledIn',
        'sale-2024@2023-11-20; …',
        '应为“活动编号@日期”，每个活动一次。',
        'This is campaign @ day, each campaign once.',
        part,
      );
      return [];
    }
    seen.add(campaignId);
    return read.day('enrolledIn', on) === null ? [] : [{ campaignId, on, by }];
  });
}
