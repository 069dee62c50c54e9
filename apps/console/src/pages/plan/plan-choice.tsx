import type { FindingView } from '@dacu/contract/api';
import { ApiFailure } from '@dacu/contract/client';
import { useLanguage } from '@dacu/ui';
import { Alert, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { useEveryEdition } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { FileButton, YAML_FILES } from '../../parts/file-button.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import { CheckResults } from './check-results.tsx';
import './plan-choice.css';

const YAML_CHARS_MAX = 2_000_000;

/** A text that nobody published; one handed over by the editor has no name. */
export type Draft = { readonly name: string; readonly yaml: string };
export type PlanFrom = 'edition' | 'draft';
export type ChosenPlan =
  | { readonly kind: 'edition'; readonly editionId: string }
  | { readonly kind: 'draft'; readonly yaml: string };

/** What a program is started with; null until it is chosen. */
export function chosenPlan(
  from: PlanFrom,
  draft: Draft | null,
  editionId: string | undefined,
): ChosenPlan | null {
  if (from === 'draft') return draft && { kind: 'draft', yaml: draft.yaml };
  return editionId === undefined ? null : { kind: 'edition', editionId };
}

/** A published edition or a file: the plan that a program of ours is started with. */
export function PlanChoice(props: {
  label: string;
  /** Said under the file. */
  note?: string;
  from: PlanFrom;
  chooseFrom: (from: PlanFrom) => void;
  editions: ReturnType<typeof useEveryEdition>;
  editionId: string | undefined;
  chooseEdition: (editionId: string) => void;
  draft: Draft | null;
  chooseDraft: (draft: Draft) => void;
}) {
  const t = useT();
  const { pick } = useLanguage();
  const { label, from, editions, draft } = props;
  return (
    <div className="co-field co-plan-choice">
      <span className="co-plan-label">{label}</span>
      <Segmented
        aria-label={label}
        value={from}
        onChange={props.chooseFrom}
        options={[
          { label: t('rehearse.plan.edition'), value: 'edition' as const },
          { label: t('rehearse.plan.draft'), value: 'draft' as const },
        ]}
      />
      {from === 'draft' ? (
        <DraftFile draft={draft} choose={props.chooseDraft} note={props.note} />
      ) : (
        <Select
          aria-label={label}
          placeholder={t('rehearse.choose')}
          loading={!editions.ready}
          value={props.editionId}
          onChange={props.chooseEdition}
          options={editions.editions.map(({ editionId, editionNo, title }) => ({
            value: editionId,
            label: t('rehearse.edition', { campaign: pick(title), no: editionNo }),
          }))}
        />
      )}
    </div>
  );
}

function DraftFile(props: { draft: Draft | null; choose: (draft: Draft) => void; note: string | undefined }) {
  const t = useT();
  const [tooLong, setTooLong] = useState(false);
  const { draft, choose, note } = props;
  const read = async (file: File) => {
    const yaml = await file.text();
    setTooLong(yaml.length > YAML_CHARS_MAX);
    if (yaml.length <= YAML_CHARS_MAX) choose({ name: file.name, yaml });
  };
  const lines = draft?.yaml.split('\n').length ?? 0;
  const said = tooLong ? t('rehearse.fileTooLong') : note;
  return (
    <div>
      <FileButton icon="plan" accept={YAML_FILES} choose={(file) => void read(file)}>
        {draft === null
          ? t('rehearse.file')
          : draft.name === ''
            ? t('replay.draftText', { lines })
            : t('rehearse.fileChosen', { name: draft.name, lines })}
      </FileButton>
      {said ? <p className="co-line co-quiet">{said}</p> : null}
    </div>
  );
}

/** Why this node starts nothing, and why a start was refused: a plan with errors with each of them. */
export function StartNotes(props: {
  off: { readonly title: string; readonly words: string } | null;
  refusedTitle: string;
  error: unknown;
  yaml: string;
}) {
  const { pick } = useLanguage();
  const { off, error } = props;
  const findings =
    error instanceof ApiFailure && error.code === 'planInvalid'
      ? (error.problem?.errors as FindingView[])
      : null;
  return (
    <>
      {off ? (
        <Alert className="co-start-note" type="info" showIcon title={off.title} description={off.words} />
      ) : null}
      {error ? (
        <div className="co-start-note" role="alert">
          <Alert
            type="error"
            showIcon
            title={props.refusedTitle}
            description={findings ? undefined : pick(operatorWords(error))}
          />
          {findings ? <CheckResults findings={findings} yaml={props.yaml} /> : null}
        </div>
      ) : null}
    </>
  );
}
