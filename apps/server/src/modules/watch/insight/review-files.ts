import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeptFigure, keptFigure, type ReviewDocument, reviewDocument } from '@dacu/contract/api';
import { z } from 'zod';
import { reviewMarkdown } from './review-markdown.ts';

/**
 * Reviews of rehearsals, kept as files under `<dataDir>/rehearsals/<reviewId>/`: `review.json`, `review.md`, `about.json`,
 * the sums behind its figures, `figures.json`, and the plan as it was rehearsed, `plan.yaml`. A rehearsal has a database of its own that is thrown away; this is what stays.
 */
export type StoredReview = { readonly review: ReviewDocument; readonly createdAtWall: number };

const REVIEW_ID = /^[\w-]{1,64}$/;
const LISTED_MAX = 100;

export async function storeReview(
  rehearsalsDir: string,
  review: ReviewDocument,
  {
    createdAtWall,
    planYaml,
    figures,
  }: { createdAtWall: number; planYaml: string; figures: readonly KeptFigure[] },
): Promise<{ dir: string; jsonPath: string; markdownPath: string }> {
  const dir = join(rehearsalsDir, review.reviewId);
  await mkdir(dir, { recursive: true });
  const jsonPath = join(dir, 'review.json');
  const markdownPath = join(dir, 'review.md');
  await writeWhole(markdownPath, reviewMarkdown(review));
  await writeWhole(join(dir, 'plan.yaml'), planYaml);
  await writeWhole(join(dir, 'figures.json'), `${JSON.stringify(figures)}\n`);
  await writeWhole(join(dir, 'about.json'), `${JSON.stringify({ createdAtWall })}\n`);
  await writeWhole(jsonPath, `${JSON.stringify(review, null, 1)}\n`);
  return { dir, jsonPath, markdownPath };
}

/** Newest first; a folder that is not a whole review is passed over. */
export async function listReviews(rehearsalsDir: string): Promise<StoredReview[]> {
  const names = await readdir(rehearsalsDir).catch(() => [] as string[]);
  const reviews: StoredReview[] = [];
  for (const name of names.filter((entry) => REVIEW_ID.test(entry))) {
    const stored = await readReview(rehearsalsDir, name);
    if (stored !== null) reviews.push(stored);
  }
  return reviews.sort((a, b) => b.createdAtWall - a.createdAtWall).slice(0, LISTED_MAX);
}

/** Null when there is no such review; the id is checked, so no path leaves the folder. */
export async function readReview(rehearsalsDir: string, reviewId: string): Promise<StoredReview | null> {
  if (!REVIEW_ID.test(reviewId)) return null;
  const dir = join(rehearsalsDir, reviewId);
  try {
    const review = reviewDocument.parse(JSON.parse(await readFile(join(dir, 'review.json'), 'utf8')));
    const about = JSON.parse(await readFile(join(dir, 'about.json'), 'utf8')) as { createdAtWall: number };
    return { review, createdAtWall: about.createdAtWall };
  } catch {
    return null;
  }
}

/** The plan that was rehearsed; null for reviews from before it was kept. */
export async function readPlanOf(rehearsalsDir: string, reviewId: string): Promise<string | null> {
  if (!REVIEW_ID.test(reviewId)) return null;
  return readFile(join(rehearsalsDir, reviewId, 'plan.yaml'), 'utf8').catch(() => null);
}

/** The sums behind its figures; none for reviews from before they were kept. */
export async function readKeptFigures(
  rehearsalsDir: string,
  reviewId: string,
): Promise<readonly KeptFigure[]> {
  if (!REVIEW_ID.test(reviewId)) return [];
  const text = await readFile(join(rehearsalsDir, reviewId, 'figures.json'), 'utf8').catch(() => null);
  const parsed = text === null ? null : z.array(keptFigure).safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : [];
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}
